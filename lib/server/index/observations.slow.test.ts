import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import {
  expectGivenTimes,
  expectOrder,
  expectTruth,
  expectWhole,
  expectWords,
  timelineOf,
} from "@/lib/domain/timeline/life-checks.fixture";
import { type Life, someLife } from "@/lib/domain/timeline/lives.fixture";
import { describeOnEngine } from "@/test/engines";
import type { Db } from "../db/db";
import { emptyIndex } from "./empty-index";
import { readRows } from "./index-writer";
import type { IndexedSession } from "./indexed-session";
import { findObservations, removeObservationsBefore } from "./observations";
import { recordSessionGone, recordSessionReads } from "./record-session-read";
import { removeDeleted } from "./remove-sessions";
import { CREATED_AT, makeSession, RETENTION, toTestId } from "./testing/sessions";
import { upsertSessions } from "./upsert-sessions";

const ID = toTestId(1);

function at(ms: number): string {
  return new Date(CREATED_AT + ms).toISOString();
}

const CREATED = makeSession(1, { updated_at: at(0) });
const FIRST_FAILURE = makeSession(1, {
  status: "in_progress",
  nfc_tries_used: 1,
  updated_at: at(20_000),
});
const ENDED = makeSession(1, {
  status: "failed",
  failure_code: "document_data_invalid",
  nfc_tries_used: 3,
  completed_at: at(60_000),
  updated_at: at(60_000),
});

/** One read, asked for at `askedMs` and answered a moment later. */
function see(db: Db, session: IndexedSession, askedMs: number, source: "view" | "sync" = "sync") {
  return upsertSessions(db, [{ session, readAt: new Date(CREATED_AT + askedMs) }], {
    now: new Date(CREATED_AT + askedMs + 40),
    retention: RETENTION,
    source,
  });
}

const LIVES = 60;

/** Feeds the store with what the reads of a life brought, as the door does, until one found it gone. */
async function live(db: Db, id: string, life: Life): Promise<Life["observations"]> {
  const looks = [...life.looks, life.pageLook];
  looks.sort((a, b) => Date.parse(a.answeredAt) - Date.parse(b.answeredAt));
  for (const { record, askedAt, answeredAt, source } of looks) {
    if (record === null) continue;
    const reads = [{ session: { ...record, id }, readAt: new Date(askedAt) }];
    await recordSessionReads(db, reads, {
      now: new Date(answeredAt),
      source,
      retention: RETENTION,
    });
  }
  return findObservations(db, id);
}

/** The reads that a store has: what comes in after the session was found gone changes nothing. */
function untilGone(life: Life): Life {
  const found = life.looks.findIndex(({ record }) => record !== null);
  const gone = life.looks.findIndex(({ record }, at) => at > found && record === null);
  const looks = found === -1 || gone === -1 ? life.looks : life.looks.slice(0, gone);
  return { ...life, looks, wasSeenGone: false };
}

describeOnEngine("what the desk sees of a session", (engine) => {
  beforeEach(async () => {
    const { db } = engine.opened();
    await emptyIndex(db);
    await db.execute(sql`truncate session_tombstones`);
    await db.execute(sql`truncate session_observations`);
  });

  test("is kept as one change between the last look and this one, with who looked", async () => {
    const { db } = engine.opened();
    await see(db, CREATED, 1_000);
    await see(db, CREATED, 11_000);
    await see(db, FIRST_FAILURE, 41_000, "view");
    const [first, change, ...more] = await findObservations(db, ID);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      readAt: at(1_040),
      previousReadAt: null,
      changes: [],
      state: { status: "created" },
    });
    expect(change).toMatchObject({
      readAt: at(41_040),
      previousReadAt: at(11_000),
      source: "view",
    });
    expect(change?.changes).toEqual([
      { field: "status", from: "created", to: "in_progress" },
      { field: "nfc_tries_used", from: 0, to: 1 },
      { field: "updated_at", from: at(0), to: at(20_000) },
    ]);
  });

  test("is kept once, however often and in whatever order it is read", async () => {
    const { db } = engine.opened();
    await see(db, CREATED, 1_000);
    await Promise.all([
      see(db, ENDED, 70_000),
      see(db, ENDED, 70_000, "view"),
      see(db, FIRST_FAILURE, 30_000),
      see(db, ENDED, 70_010),
    ]);
    await see(db, CREATED, 2_000);
    const seen = await findObservations(db, ID);
    expect(seen.filter(({ state }) => state?.status === "failed")).toHaveLength(1);
    expect(seen.at(-1)?.state?.status).toBe("failed");
  });

  test("names a change of the integrator's texts without keeping them", async () => {
    const { db } = engine.opened();
    await see(db, { ...CREATED, redirect_url: "https://a.example/?order=77001" }, 1_000);
    const changed = { ...CREATED, redirect_url: "https://b.example/?order=77002" };
    await see(db, { ...changed, webhook_endpoint_id: "whe_1", updated_at: at(5_000) }, 6_000);
    const [, change] = await findObservations(db, ID);
    expect(change?.changes).toContainEqual({ field: "redirect_url", from: true, to: true });
    expect(change?.changes).toContainEqual({ field: "other", name: "webhook_endpoint_id" });
    const [row] = await readRows<{ text: string }>(
      db,
      sql`select string_agg(changes::text || state::text, ' ') as text from session_observations`,
    );
    expect(row?.text).toMatch(/in_progress|created/);
    expect(row?.text).not.toMatch(/7700|example/);
  });

  test("begins with the first change where a session had ended before it was first read", async () => {
    const { db } = engine.opened();
    await see(db, ENDED, 70_000);
    expect(await findObservations(db, ID)).toEqual([]);
    await see(db, { ...ENDED, status: "cancelled", updated_at: at(900_000) }, 990_000);
    expect(await findObservations(db, ID)).toMatchObject([
      { previousReadAt: at(70_000), state: { status: "cancelled" } },
    ]);
  });

  test("goes with the session, and what is older than any session goes too", async () => {
    const { db } = engine.opened();
    await see(db, CREATED, 1_000);
    await removeDeleted(db, [ID], new Date(CREATED_AT + 99_000));
    expect(await findObservations(db, ID)).toEqual([]);
    await see(db, makeSession(2), 1_000);
    await removeObservationsBefore(db, new Date(CREATED_AT + 1_040));
    expect(await findObservations(db, toTestId(2))).toHaveLength(1);
    await removeObservationsBefore(db, new Date(CREATED_AT + 1_041));
    expect(await findObservations(db, toTestId(2))).toEqual([]);
  });

  test(`${LIVES} random lives are told out of the store as truly and as wholly as they were seen`, async () => {
    const { db } = engine.opened();
    // Without a record at hand there is no page with a timeline.
    const lives = someLife.filter(({ session }) => session !== null);
    for (const [at, seen] of fc.sample(lives, { numRuns: LIVES, seed: 4 }).entries()) {
      const life = untilGone(seen);
      const observations = await live(db, toTestId(at), life);
      const stored = { ...life, observations };
      const entries = timelineOf(stored);
      expectWords(entries);
      expectGivenTimes(stored, entries);
      expectTruth(stored, entries);
      expectWhole(stored, entries);
      expectOrder(stored, entries);
      const named = new Set(entries.map(({ seenIn }) => seenIn?.readAt));
      for (const { readAt } of observations) expect(named).toContain(readAt);
    }
  }, 60_000);

  test("of a session that was found gone nothing is kept, and no late read brings it back", async () => {
    const { db } = engine.opened();
    await see(db, CREATED, 1_000);
    await recordSessionGone(db, ID, new Date(CREATED_AT + 50_000));
    await see(db, FIRST_FAILURE, 41_000);
    expect(await findObservations(db, ID)).toEqual([]);
  });
});
