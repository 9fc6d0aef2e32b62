import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  activityResponseSchema,
  noteResponseSchema,
  notesResponseSchema,
} from "@/lib/contracts/notes";
import type { StaffRole } from "@/lib/domain/roles";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import type { OpenDatabase } from "@/lib/server/db/db";
import {
  DESK_ORIGIN,
  makeStaff,
  startTestDesk,
  type TestDesk,
} from "@/lib/server/http/testing/desk";
import { errorOf } from "@/lib/server/http/testing/route-harness";
import { makeSession, RETENTION } from "@/lib/server/index/testing/sessions";
import { upsertSessions } from "@/lib/server/index/upsert-sessions";
import { describeOnEngine } from "@/test/engines";
import { forgetAll } from "@/test/sync/harness";
import { GET as activityRoute } from "../activity/route";
import { PATCH as editRoute } from "./[noteId]/route";
import { POST as addRoute, GET as listRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const SESSION = makeSession(1);
const START = new Date("2026-11-20T10:10:00.000Z");
const MINUTE_MS = 60_000;

function signIn(role: StaffRole | null): void {
  vi.mocked(findStaffFromRequest).mockResolvedValue(role && makeStaff(role));
}

function toUuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

function toRequest(method: string, body?: unknown, origin = DESK_ORIGIN): Request {
  const headers = { origin, "content-type": "application/json" };
  const text = body === undefined ? null : JSON.stringify(body);
  return new Request(`${DESK_ORIGIN}/api/sessions/x/notes`, { method, headers, body: text });
}

const PARAMS = { params: Promise.resolve({ sessionId: SESSION.id }) };

function add(body: Record<string, unknown>, origin?: string): Promise<Response> {
  return addRoute(toRequest("POST", { id: toUuid(1), ...body }, origin), PARAMS);
}

function edit(body: Record<string, unknown>, noteId = toUuid(1), origin?: string) {
  const params = Promise.resolve({ sessionId: SESSION.id, noteId });
  return editRoute(toRequest("PATCH", body, origin), { params });
}

async function list() {
  const response = await listRoute(toRequest("GET"), PARAMS);
  return notesResponseSchema.parse(await response.json()).data;
}

describeOnEngine("the routes of notes", (engine) => {
  const store = globalThis as { __deskDatabase?: Promise<OpenDatabase> | undefined };
  let desk: TestDesk;

  beforeEach(async () => {
    const { db } = engine.opened();
    await forgetAll(engine.opened());
    await db.execute(sql`truncate session_notes, session_note_versions`);
    store.__deskDatabase = Promise.resolve(engine.opened());
    desk = await startTestDesk("http://127.0.0.1:1");
    const circumstances = { now: START, retention: RETENTION, source: "sync" } as const;
    await upsertSessions(db, [{ session: SESSION, readAt: START }], circumstances);
    vi.useFakeTimers({ toFake: ["Date"], now: START });
    signIn("agent");
  });

  afterEach(async () => {
    vi.useRealTimers();
    await desk.close();
    store.__deskDatabase = undefined;
  });

  test("add, list, edit and tell among what staff did", async () => {
    const added = noteResponseSchema.parse(await (await add({ text: " Metal\r\ncase " })).json());
    expect(added.data).toMatchObject({ text: "Metal\ncase", by: "The agent", isOwn: true });
    vi.setSystemTime(START.getTime() + MINUTE_MS);
    const edited = noteResponseSchema.parse(await (await edit({ text: "No case" })).json());
    expect(edited.data.earlier).toEqual([
      { version: 1, text: "Metal\ncase", writtenAt: START.toISOString() },
    ]);
    expect(await list()).toEqual([edited.data]);
    const activity = await activityRoute(toRequest("GET"), PARAMS);
    expect(activityResponseSchema.parse(await activity.json()).data).toMatchObject([
      { kind: "note", text: "No case", by: "The agent", at: START.toISOString() },
    ]);
  });

  test("close a note after 15 minutes by the server's clock", async () => {
    await add({ text: "One" });
    vi.setSystemTime(START.getTime() + 15 * MINUTE_MS);
    const response = await edit({ text: "Two" });
    expect(response.status).toBe(409);
    expect(await errorOf(response)).toMatchObject({ code: "NOTE_CLOSED" });
    expect(await list()).toMatchObject([{ text: "One", editableUntil: null }]);
  });

  test("take 2,000 characters as people count them, and not one more", async () => {
    expect((await add({ text: "😀".repeat(2_000) })).status).toBe(200);
    expect((await add({ id: toUuid(2), text: "😀".repeat(2_001) })).status).toBe(400);
    expect((await add({ id: toUuid(3), text: ` ${"a".repeat(2_000)} ` })).status).toBe(200);
  });

  test.each([
    ["nothing but blanks and controls", { text: " \u0000\u0007\n" }],
    ["no id", { text: "x", id: undefined }],
    ["an id that is none", { text: "x", id: "1" }],
    ["a further field", { text: "x", authorId: "somebody" }],
  ])("refuse %s", async (_, body) => {
    expect((await add(body)).status).toBe(400);
    expect(await list()).toEqual([]);
  });

  test("say where a secret stands, and whether to confirm personal data", async () => {
    const secret = `whsec_${"a1B2".repeat(8)}`;
    const refused = await add({ text: `sent ${secret}`, confirmed: true });
    expect(refused.status).toBe(400);
    const error = await errorOf(refused);
    expect(error).toMatchObject({ code: "SECRET_IN_TEXT" });
    expect(error.details?.places).toEqual([{ kind: "signing_secret", from: 5, to: 43 }]);
    expect(JSON.stringify(error)).not.toContain(secret);
    const asked = await add({ text: "jane@example.com" });
    expect(asked.status).toBe(409);
    expect(await errorOf(asked)).toMatchObject({
      code: "PERSONAL_DATA_IN_TEXT",
      details: { places: [{ kind: "email", from: 0, to: 16 }] },
    });
    expect((await add({ text: "jane@example.com", confirmed: true })).status).toBe(200);
  });

  test("let a viewer read and nothing more, and nobody who is not signed in", async () => {
    await add({ text: "One" });
    signIn("viewer");
    expect(await list()).toMatchObject([{ text: "One", isOwn: false, editableUntil: null }]);
    expect((await add({ id: toUuid(2), text: "x" })).status).toBe(403);
    expect((await edit({ text: "x" })).status).toBe(403);
    signIn(null);
    for (const response of [
      await listRoute(toRequest("GET"), PARAMS),
      await activityRoute(toRequest("GET"), PARAMS),
      await add({ text: "x" }),
      await edit({ text: "x" }),
    ]) {
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain("One");
    }
  });

  test("take no note and no edit from another page", async () => {
    await add({ text: "One" });
    const evil = "https://evil.example";
    expect(await errorOf(await add({ id: toUuid(2), text: "x" }, evil))).toMatchObject({
      code: "CROSS_ORIGIN",
    });
    expect(await errorOf(await edit({ text: "x" }, toUuid(1), evil))).toMatchObject({
      code: "CROSS_ORIGIN",
    });
    expect(await list()).toMatchObject([{ text: "One" }]);
  });

  test("say the same of an id that never was and of a text that is none", async () => {
    for (const noteId of [toUuid(9), "' or 1=1 --"]) {
      expect(await errorOf(await edit({ text: "x" }, noteId))).toMatchObject({
        code: "NOTE_NOT_FOUND",
      });
    }
  });
});
