import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { noteRequestSchema, sessionNoteSchema } from "@/lib/contracts/notes";
import type { Staff } from "@/lib/domain/staff";
import { describeOnEngine } from "@/test/engines";
import { recordAct } from "../audit/record-access";
import type { OpenDatabase } from "../db/db";
import { isDeskError } from "../http/desk-error";
import { makeStaff, startTestDesk, type TestDesk } from "../http/testing/desk";
import { emptyIndex } from "../index/empty-index";
import { readRows } from "../index/index-writer";
import { removeDeleted, removePastRetention } from "../index/remove-sessions";
import { CREATED_AT, makeSession, RETENTION, toTestId } from "../index/testing/sessions";
import { upsertSessions } from "../index/upsert-sessions";
import { sendJson, startLoopbackServer } from "../upstream/testing/loopback-server";
import { makeWireAnswer, WIRE_ERRORS } from "../upstream/testing/wire";
import { editNote } from "./edit-note";
import { getActivity } from "./get-activity";
import { findNote, removeStrayNotesBefore } from "./note-store";
import { addNote, getNotes } from "./session-notes";

const ID = toTestId(1);
const OTHER = toTestId(2);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NOW = new Date(CREATED_AT + 10 * MINUTE_MS);
const ann: Staff = { ...makeStaff("agent"), id: "staff-ann", name: "Ann" };
const ben: Staff = { ...makeStaff("lead"), id: "staff-ben", name: "Ben" };
const viewer = makeStaff("viewer");

function after(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

function refuseInsert(): never {
  throw new Error("the disk is full");
}

function toUuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

describeOnEngine("notes on a session", (engine) => {
  const store = globalThis as { __deskDatabase?: Promise<OpenDatabase> | undefined };
  let desk: TestDesk;
  let known: Set<string>;

  beforeEach(async () => {
    const { db } = engine.opened();
    await emptyIndex(db);
    await db.execute(sql`truncate session_tombstones, session_notes, session_note_versions`);
    known = new Set();
    const kayle = await startLoopbackServer(({ path }, response) => {
      const id = path.split("/").at(-1) ?? "";
      if (known.has(id)) sendJson(response, 200, makeWireAnswer(id));
      else sendJson(response, 404, WIRE_ERRORS.notFound);
    });
    onTestFinished(() => kayle.close());
    store.__deskDatabase = Promise.resolve(engine.opened());
    desk = await startTestDesk(kayle.url);
    await index(1);
  });

  afterEach(async () => {
    await desk.close();
    store.__deskDatabase = undefined;
  });

  async function index(number: number, changes: Parameters<typeof makeSession>[1] = {}) {
    const session = makeSession(number, changes);
    const read = { session, readAt: NOW };
    await upsertSessions(engine.opened().db, [read], {
      now: NOW,
      retention: RETENTION,
      source: "sync",
    });
  }

  function add(number: number, text: string, { by = ann, at = NOW, to = ID, sure = false } = {}) {
    const request = noteRequestSchema.parse({ id: toUuid(number), text, confirmed: sure });
    return addNote(engine.opened().db, to, request, { staff: by, requestId: "req_1" }, at);
  }

  function edit(number: number, text: string, { by = ann, at = NOW, of = ID, sure = false } = {}) {
    const target = { sessionId: of, noteId: toUuid(number) };
    return editNote(engine.opened().db, target, { text, confirmed: sure }, { staff: by }, at);
  }

  async function notesOf(id = ID, by = viewer, at = NOW) {
    const { data } = await getNotes(engine.opened().db, id, { staff: by }, at);
    return data.map((note) => sessionNoteSchema.parse(note));
  }

  const codeOf = (attempt: Promise<unknown>) =>
    attempt.then(
      () => "no error",
      (error: unknown) => (isDeskError(error) ? error.code : "another error"),
    );

  async function logged() {
    return readRows<{ event: string; outcome: string; text: string }>(
      engine.opened().db,
      sql`select event, outcome, access_log::text as text from access_log
        where session_id = ${ID} order by no desc`,
    );
  }

  test("are read by everybody, oldest first, and written by agents and up", async () => {
    await add(2, "The second", { at: after(2_000) });
    await add(1, "The first", { at: after(1_000), by: ben });
    expect(await notesOf()).toMatchObject([
      { by: "Ben", text: "The first", isOwn: false, editedAt: null, editableUntil: null },
      { by: "Ann", text: "The second", createdAt: after(2_000).toISOString(), earlier: [] },
    ]);
    expect(await codeOf(add(3, "No", { by: viewer }))).toBe("FORBIDDEN");
    expect(await codeOf(edit(1, "No", { by: viewer }))).toBe("FORBIDDEN");
  });

  test("are changed by their author for 15 minutes by the server's clock, not a moment longer", async () => {
    await add(1, "One");
    const last = after(15 * MINUTE_MS - 1);
    expect((await notesOf(ID, ann, last))[0]?.editableUntil).toBe(
      after(15 * MINUTE_MS).toISOString(),
    );
    expect((await edit(1, "Two", { at: last })).data.text).toBe("Two");
    const closed = after(15 * MINUTE_MS);
    expect((await notesOf(ID, ann, closed))[0]?.editableUntil).toBeNull();
    expect(await codeOf(edit(1, "Three", { at: closed }))).toBe("NOTE_CLOSED");
    expect((await notesOf())[0]?.text).toBe("Two");
  });

  test("are changed by nobody but their author, a lead neither", async () => {
    await add(1, "One");
    expect(await codeOf(edit(1, "Two", { by: ben }))).toBe("NOTE_CLOSED");
    expect(await codeOf(edit(9, "Two"))).toBe("NOTE_NOT_FOUND");
    await index(2);
    expect(await codeOf(edit(1, "Two", { of: OTHER }))).toBe("NOTE_NOT_FOUND");
  });

  test("keep every version, with when it was written; the same words make none", async () => {
    await add(1, "One");
    await edit(1, "Two", { at: after(MINUTE_MS) });
    await edit(1, "Two", { at: after(2 * MINUTE_MS) });
    await edit(1, "Three", { at: after(3 * MINUTE_MS) });
    const [note] = await notesOf();
    expect(note).toMatchObject({ text: "Three", editedAt: after(3 * MINUTE_MS).toISOString() });
    expect(note?.earlier).toEqual([
      { version: 1, text: "One", writtenAt: NOW.toISOString() },
      { version: 2, text: "Two", writtenAt: after(MINUTE_MS).toISOString() },
    ]);
  });

  test("lose no version when two edits meet", async () => {
    await add(1, "One");
    await Promise.all(["a", "b", "c"].map((text) => edit(1, text, { at: after(1_000) })));
    const [note] = await notesOf();
    const texts = [note?.text, ...(note?.earlier ?? []).map(({ text }) => text)];
    expect(texts.toSorted()).toEqual(["One", "a", "b", "c"]);
  });

  test("are made once, however often they are sent", async () => {
    const before = (await logged()).length;
    const tries = await Promise.all([add(1, "Once"), add(1, "Once"), add(1, "Once")]);
    const late = await add(1, "Once", { at: after(DAY_MS) });
    expect(new Set([...tries, late].map(({ data }) => data.createdAt)).size).toBe(1);
    expect((await logged()).length - before).toBe(1);
    expect(await notesOf()).toHaveLength(1);
  });

  test("that are sent again in other words change, and are no second note", async () => {
    await add(1, "Her first words");
    await add(1, "Her better words", { at: after(1_000) });
    expect(await notesOf()).toMatchObject([
      { text: "Her better words", earlier: [{ text: "Her first words" }] },
    ]);
  });

  test("of somebody else, or of another session, cannot be had by their id", async () => {
    await add(1, "Ann's");
    await index(2);
    expect(await codeOf(add(1, "Ben's", { by: ben }))).toBe("INVALID_REQUEST");
    expect(await codeOf(add(1, "Ann's", { to: OTHER }))).toBe("INVALID_REQUEST");
    expect(await notesOf()).toMatchObject([{ text: "Ann's", by: "Ann" }]);
  });

  describe("that hold what the desk does not keep", () => {
    const SECRET = `kk_live_${"a1B2".repeat(8)}`;

    test("are refused for a token or a key, confirmed or not, with the place alone", async () => {
      const text = `Key: ${SECRET}`;
      for (const sure of [false, true]) {
        const error = await add(1, text, { sure }).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: "SECRET_IN_TEXT" });
        const places = isDeskError(error) ? (error.details?.places ?? []) : [];
        expect(text.slice(places[0]?.from, places[0]?.to)).toContain(SECRET);
        expect(JSON.stringify(error)).not.toContain(SECRET);
      }
      await add(2, "Harmless");
      expect(await codeOf(edit(2, text, { sure: true }))).toBe("SECRET_IN_TEXT");
      const [row] = await readRows<{ count: number }>(
        engine.opened().db,
        sql`select count(*)::int as count from session_notes where text like '%kk_%'`,
      );
      expect(row?.count).toBe(0);
      expect(JSON.stringify(await logged()) + desk.logLines.join("")).not.toContain(SECRET);
    });

    test("are kept with personal data only when the author confirms it", async () => {
      const text = "born 03/05/1990";
      expect(await codeOf(add(1, text))).toBe("PERSONAL_DATA_IN_TEXT");
      expect(await notesOf()).toEqual([]);
      await add(1, text, { sure: true });
      expect(await codeOf(edit(1, `${text}, so`))).toBe("PERSONAL_DATA_IN_TEXT");
      await edit(1, `${text}, yes`, { sure: true });
      expect(await notesOf()).toHaveLength(1);
    });
  });

  test("are in the access log, without a word of what they say", async () => {
    await add(1, "Xylophone");
    await edit(1, "Zeppelin", { at: after(1_000) });
    const rows = await logged();
    expect(rows.slice(0, 2).map(({ event, outcome }) => [event, outcome])).toEqual([
      ["note_edit", "done"],
      ["note_add", "done"],
    ]);
    expect(rows.map(({ text }) => text).join("")).not.toMatch(/Xylophone|Zeppelin/);
  });

  test("are not kept when the log cannot be written", async () => {
    const writers = globalThis as { __deskAccessWriter?: unknown };
    await add(1, "One");
    writers.__deskAccessWriter = { append: () => Promise.reject(new Error("no log")) };
    expect(await codeOf(add(2, "Two"))).toBe("AUDIT_UNAVAILABLE");
    expect(await codeOf(edit(1, "Changed"))).toBe("AUDIT_UNAVAILABLE");
    delete writers.__deskAccessWriter;
    expect(await notesOf()).toMatchObject([{ text: "One", earlier: [] }]);
  });

  test("that the database refuses are in the log as failed", async () => {
    const { db } = engine.opened();
    const full = new Proxy(db, {
      get: (target, name) => (name === "insert" ? refuseInsert : Reflect.get(target, name, target)),
    });
    const request = noteRequestSchema.parse({ id: toUuid(1), text: "One" });
    const attempt = addNote(full, ID, request, { staff: ann }, NOW);
    await expect(attempt).rejects.toThrow("the disk is full");
    const rows = (await logged()).slice(0, 2);
    expect(rows.map(({ event, outcome }) => [event, outcome])).toEqual([
      ["note_add", "failed"],
      ["note_add", "done"],
    ]);
  });

  test("need a session that the desk or Kayle has", async () => {
    const id = toTestId(77);
    expect(await codeOf(add(1, "Of nothing", { to: id }))).toBe("NOT_FOUND");
    known.add(id);
    expect(await codeOf(add(1, "Of a new one", { to: id }))).toBe("no error");
    expect(await codeOf(add(2, "x", { to: "vs_1" }))).toBe("INVALID_SESSION_ID");
  });

  test("go with their session, deleted at Kayle or past its days, versions and all", async () => {
    const { db } = engine.opened();
    await add(1, "One");
    await edit(1, "Two", { at: after(1_000) });
    await removeDeleted(db, [ID], after(5_000));
    expect(await notesOf()).toEqual([]);
    const ended = new Date(NOW.getTime() + MINUTE_MS).toISOString();
    await index(2, { status: "failed", completed_at: ended, updated_at: ended });
    await add(2, "Of the other", { to: OTHER });
    await removePastRetention(db, after(30 * DAY_MS), RETENTION);
    expect(await notesOf(OTHER)).toHaveLength(1);
    await removePastRetention(db, after(31 * DAY_MS), RETENTION);
    expect(await notesOf(OTHER)).toEqual([]);
    const [row] = await readRows<{ count: number }>(
      db,
      sql`select count(*)::int as count from session_note_versions`,
    );
    expect(row?.count).toBe(0);
  });

  test("of a session that the index never had go after the days, those of others stay", async () => {
    const { db } = engine.opened();
    await add(1, "Of a session in the index");
    // As if the index had missed what Kayle answered.
    await db.execute(sql`insert into session_notes
      (id, session_id, author_id, author_name, text, created_at)
      values (${toUuid(5)}::uuid, ${toTestId(78)}, 'a', 'A', 'x', ${NOW.toISOString()}::timestamptz)`);
    await removeStrayNotesBefore(db, NOW);
    expect(await findNote(db, toUuid(5))).not.toBeNull();
    await removeStrayNotesBefore(db, after(1));
    expect(await findNote(db, toUuid(5))).toBeNull();
    expect(await findNote(db, toUuid(1))).not.toBeNull();
  });

  test("stand among what staff did, with each cancel and resend that reached out, once", async () => {
    const { db } = engine.opened();
    const id = toTestId(5);
    await index(5);
    await add(1, "A note", { to: id, at: new Date(0) });
    const act = (
      requestId: string,
      event: "cancel" | "resend",
      outcome: "begun" | "done",
      details = {},
    ) => recordAct({ staff: ben, requestId }, { event, outcome, sessionId: id, details });
    await act("req_1", "cancel", "begun", { reason: "Twice" });
    await act("req_2", "resend", "begun");
    await act("req_1", "cancel", "done", { outcome: "already_ended", reason: "Twice" });
    await recordAct({ staff: ann }, { event: "cancel", outcome: "refused", sessionId: id });
    await recordAct({ staff: ann }, { event: "session_view", outcome: "done", sessionId: id });
    const { data } = await getActivity(db, id, { staff: viewer });
    expect(data).toMatchObject([
      { kind: "note", by: "Ann", text: "A note", outcome: null, id: `note:${toUuid(1)}` },
      { kind: "cancel", by: "Ben", text: "Twice", outcome: "already_ended" },
      { kind: "resend", by: "Ben", text: null, outcome: null },
    ]);
    expect(new Set(data.map((action) => action.id)).size).toBe(3);
    expect((await getActivity(db, OTHER, { staff: viewer })).data).toEqual([]);
  });
});
