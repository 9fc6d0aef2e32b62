import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { emptyIndex } from "./empty-index";
import { createEndedRows, mayCopyEnded, NotAllNewError } from "./ended-rows";
import { renewEpoch } from "./epoch";
import { toNamedRow } from "./index-row";
import { withIndexWriter } from "./index-writer";
import type { IndexedSession } from "./indexed-session";
import { removeDeleted } from "./remove-sessions";
import { toExpectedEntry } from "./testing/expected-entry";
import { readIndex } from "./testing/read-index";
import { CREATED_AT, makeSession, RETENTION, toTestId } from "./testing/sessions";
import { noteUnreadable } from "./unreadable-rows";
import { upsertSessions } from "./upsert-sessions";
import { readWriterFacts } from "./writer-facts";

const NOW = new Date(CREATED_AT + 86_400_000);
const ENDED_AT = new Date(CREATED_AT + 60_000).toISOString();

function makeEnded(number: number, changes: Partial<IndexedSession> = {}): IndexedSession {
  const ended = { status: "succeeded", completed_at: ENDED_AT, updated_at: ENDED_AT };
  return makeSession(number, { ...ended, ...changes });
}

const SESSIONS = [
  makeEnded(1),
  makeEnded(2, { status: "failed", failure_code: "selfie_face_mismatch", liveness_tries_used: 3 }),
  makeEnded(3, { redirect_url: "https://shop.example/é?order=7", share_fields: {} }),
  makeEnded(4, { webhook_endpoint_id: ["whe_b", "whe_a"], contract_version: 2 }),
];

describeOnEngine("copying ended sessions in", (engine) => {
  beforeEach(async () => {
    const { db } = engine.opened();
    await emptyIndex(db);
    await db.execute(sql`truncate session_tombstones, unreadable_rows`);
  });

  async function pack(sessions: readonly IndexedSession[]) {
    const { db } = engine.opened();
    await mayCopyEnded(db);
    const rows = createEndedRows(db);
    // As pages come, one after the other.
    for (const session of sessions) await rows.add([toNamedRow({ session, readAt: NOW })]);
    return {
      rows,
      write: () => withIndexWriter(db, async (tx) => rows.write(tx, await readWriterFacts(tx))),
    };
  }

  test("the index holds of each what lists and searches need", async () => {
    const { rows, write } = await pack(SESSIONS);
    expect(rows.size).toBe(SESSIONS.length);
    await write();
    expect(await readIndex(engine.opened().db)).toEqual(SESSIONS.map(toExpectedEntry));
  });

  test("where one is there already nothing is written and the fault says why", async () => {
    const { db } = engine.opened();
    const open = makeSession(3);
    await upsertSessions(db, [{ session: open, readAt: NOW }], { now: NOW, retention: RETENTION });
    const { write } = await pack(SESSIONS);
    await expect(write()).rejects.toThrow(NotAllNewError);
    expect(await readIndex(db)).toEqual([toExpectedEntry(open)]);
  });

  test("a session that went does not come back by a copy", async () => {
    const { db } = engine.opened();
    const { write } = await pack(SESSIONS);
    const gone = { session: makeEnded(9), readAt: NOW };
    await upsertSessions(db, [gone], { now: NOW, retention: RETENTION });
    await removeDeleted(db, [toTestId(9)], new Date(NOW.getTime() + 1_000));
    expect(await mayCopyEnded(db)).toBe(false);
    await expect(write()).rejects.toThrow(NotAllNewError);
    expect(await readIndex(db)).toEqual([]);
  });

  test("numbers of an epoch that is over are not written", async () => {
    const { db } = engine.opened();
    const { write } = await pack(SESSIONS);
    await withIndexWriter(db, renewEpoch);
    await expect(write()).rejects.toThrow(NotAllNewError);
    expect(await readIndex(db)).toEqual([]);
  });

  test("none that is written counts as unreadable any more", async () => {
    const { db } = engine.opened();
    const faults = [1, 8].map((number) => ({ place: toTestId(number), reason: "status" }));
    await noteUnreadable(db, faults, NOW);
    const { write } = await pack(SESSIONS);
    await write();
    expect(await db.$count(sql`unreadable_rows`)).toBe(1);
  });
});
