import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { describeOnEngine } from "@/test/engines";
import type { Db } from "../db/db";
import { emptyIndex } from "./empty-index";
import { readRows } from "./index-writer";
import type { IndexedRead, IndexedSession } from "./indexed-session";
import { forgetOldTombstones, removeDeleted, removePastRetention } from "./remove-sessions";
import { toExpectedEntry } from "./testing/expected-entry";
import { countRows, readCounts } from "./testing/read-counts";
import { type IndexEntry, readIndex } from "./testing/read-index";
import { CREATED_AT, makeSession, RETENTION, toTestId } from "./testing/sessions";
import { findSeenBefore } from "./tombstones";
import { noteUnreadable } from "./unreadable-rows";
import { upsertSessions } from "./upsert-sessions";

const NOW = new Date(CREATED_AT + 86_400_000);
const OPTIONS = { now: NOW, retention: RETENTION };
const SLOW_MS = 120_000;

function at(ms: number): string {
  return new Date(CREATED_AT + ms).toISOString();
}

function read(session: IndexedSession, readMs: number): IndexedRead {
  return { session, readAt: new Date(CREATED_AT + readMs) };
}

/** What a session looks like in one step of its life; each has an `updated_at` of its own or keeps it. */
const LIFE: readonly Partial<IndexedSession>[] = [
  {},
  { status: "in_progress", updated_at: at(1_000) },
  { status: "in_progress", nfc_tries_used: 2, updated_at: at(2_000) },
  {
    status: "failed",
    failure_code: "document_data_invalid",
    nfc_tries_used: 3,
    completed_at: at(3_000),
    updated_at: at(3_006),
  },
  // The failure code goes after a while without a new `updated_at`.
  { status: "failed", nfc_tries_used: 3, completed_at: at(3_000), updated_at: at(3_006) },
  { status: "cancelled", nfc_tries_used: 3, completed_at: at(3_000), updated_at: at(9_000) },
];

/** Tombstones outlive the index, and would keep what the next test writes out of it. */
async function forgetAll(db: Db): Promise<void> {
  await emptyIndex(db);
  await db.execute(sql`truncate session_tombstones`);
}

describeOnEngine("writing into the index", (engine) => {
  beforeEach(() => forgetAll(engine.opened().db));

  test("holds of a session what lists and searches need", async () => {
    const { db } = engine.opened();
    const sessions = [
      makeSession(1),
      makeSession(2, {
        ...LIFE[3],
        redirect_url: "https://Shop.Example:8443/back?order=A%2D1",
        webhook_endpoint_id: ["whe_b", "whe_a", "whe_a"],
        share_fields: { family_name: {}, age_over_18: {}, 'odd "key", {with} \\marks': {} },
      }),
      makeSession(3, { status: "on_hold", webhook_endpoint_id: "whe_a", share_fields: {} }),
    ];
    await upsertSessions(
      db,
      sessions.map((one) => read(one, 5_000)),
      OPTIONS,
    );
    expect(await readIndex(db)).toEqual(sessions.map(toExpectedEntry));
    const [row] = await readRows(
      db,
      sql`select search_text from session_index where id = ${toTestId(2)}`,
    );
    expect(row).toEqual({
      search_text: [
        "https://shop.example:8443/back?order=a%2d1",
        "https://shop.example:8443/back?order=a-1",
      ].join("\n"),
    });
  });

  describe("of a session that is read again and is as it was", () => {
    const soon = { now: new Date(CREATED_AT + 600_000), retention: RETENTION };
    const again = () => upsertSessions(engine.opened().db, [read(makeSession(1), 9_000)], soon);

    beforeEach(() => upsertSessions(engine.opened().db, [read(makeSession(1), 5_000)], soon));

    test("neither takes a turn of the writers nor keeps the next change out", async () => {
      const { db } = engine.opened();
      const turns = vi.spyOn(db, "transaction");
      expect(await again()).toBe(0);
      expect(turns).not.toHaveBeenCalled();
      const changed = makeSession(1, LIFE[1]);
      expect(await upsertSessions(db, [read(changed, 9_500)], soon)).toBe(1);
      expect(turns).toHaveBeenCalledTimes(1);
      expect(await readIndex(db)).toEqual([toExpectedEntry(changed)]);
      turns.mockRestore();
    });

    test("brings it back where it was taken away meanwhile", async () => {
      const { db } = engine.opened();
      await removeDeleted(db, [toTestId(1)], new Date(CREATED_AT + 6_000));
      expect(await again()).toBe(1);
      expect(await readIndex(db)).toHaveLength(1);
    });

    test("brings it back where the whole index was emptied", async () => {
      const { db } = engine.opened();
      await emptyIndex(db);
      expect(await again()).toBe(1);
      expect(await readIndex(db)).toHaveLength(1);
    });

    test("takes it off those that could not be read", async () => {
      const { db } = engine.opened();
      await noteUnreadable(db, [{ place: toTestId(1), reason: "status" }], soon.now);
      await again();
      expect(await readRows(db, sql`select 1 from unreadable_rows`)).toEqual([]);
    });
  });

  test(
    "any order and any repetition of reads ends at the newest, with counts to match",
    async () => {
      const { db } = engine.opened();
      const stepArbitrary = fc.record({
        number: fc.integer({ min: 1, max: 4 }),
        step: fc.nat(LIFE.length - 1),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(stepArbitrary, { minLength: 1, maxLength: 24 }),
          fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 24, maxLength: 24 }),
          async (steps, batchSizes) => {
            await forgetAll(db);
            const reads = steps.map(({ number, step }) => {
              return read(makeSession(number, LIFE[step]), 10_000 * (step + 1));
            });
            for (let done = 0, turn = 0; done < reads.length; turn += 1) {
              const size = batchSizes[turn] ?? 1;
              await upsertSessions(db, reads.slice(done, done + size), OPTIONS);
              done += size;
            }
            const newest = new Map<number, number>();
            for (const { number, step } of steps) {
              newest.set(number, Math.max(step, newest.get(number) ?? 0));
            }
            const expected = [...newest]
              .map(([number, step]) => toExpectedEntry(makeSession(number, LIFE[step])))
              .toSorted((a, b) => (a.id < b.id ? -1 : 1));
            expect(await readIndex(db)).toEqual(expected);
            expect(await readCounts(db)).toEqual(await countRows(db));
          },
        ),
        { numRuns: 30 },
      );
    },
    SLOW_MS,
  );

  test(
    "counts stay those of the rows through random changes, deletions and returns, and no group stays without one",
    async () => {
      const { db } = engine.opened();
      const action = fc.record({
        number: fc.integer({ min: 1, max: 12 }),
        step: fc.nat(LIFE.length - 1),
        hour: fc.nat(2),
        kind: fc.constantFrom("read", "read", "gone"),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), async (actions) => {
          let clock = 100_000;
          for (const { number, step, hour, kind } of actions) {
            clock += 1_000;
            const updated_at = at(clock);
            const created_at = at(hour * 3_600_000);
            const session = makeSession(number, { ...LIFE[step], created_at, updated_at });
            if (kind === "gone") {
              await removeDeleted(db, [session.id], new Date(CREATED_AT + clock));
            } else await upsertSessions(db, [read(session, clock)], OPTIONS);
          }
          expect(await readCounts(db)).toEqual(await countRows(db));
        }),
        { numRuns: 8 },
      );
    },
    SLOW_MS,
  );

  test("writing the same again changes nothing", async () => {
    const { db } = engine.opened();
    const reads = [1, 2, 3].map((number) => read(makeSession(number), 1_000));
    expect(await upsertSessions(db, reads, OPTIONS)).toBe(3);
    const before = await readRows(db, sql`select * from session_index order by id`);
    expect(await upsertSessions(db, reads, OPTIONS)).toBe(0);
    const later = reads.map(({ session }) => read(session, 60_000));
    expect(await upsertSessions(db, later, OPTIONS)).toBe(0);
    expect(await readRows(db, sql`select * from session_index order by id`)).toEqual(before);
  });

  test("two writers at once lose no row and count none twice", async () => {
    const { db } = engine.opened();
    const reads = Array.from({ length: 12 }, (_, number) => read(makeSession(number), 1_000));
    const ended = reads.map(({ session }) => read({ ...session, ...LIFE[3] }, 2_000));
    await Promise.all([...reads, ...ended].map((one) => upsertSessions(db, [one], OPTIONS)));
    const entries: IndexEntry[] = await readIndex(db);
    expect(entries.map(({ status }) => status)).toEqual(entries.map(() => "failed"));
    expect(await readCounts(db)).toEqual(await countRows(db));
  });

  test("a checkpoint that fails takes its rows with it", async () => {
    const { db } = engine.opened();
    const alongside = () => Promise.reject(new Error("no checkpoint"));
    const write = upsertSessions(db, [read(makeSession(1), 0)], { ...OPTIONS, alongside });
    await expect(write).rejects.toThrow("no checkpoint");
    expect(await readIndex(db)).toEqual([]);
  });

  test("texts that no Postgres stores are made storable, and spoil no other row", async () => {
    const { db } = engine.opened();
    const odd = makeSession(1, {
      redirect_url: "https://shop.example/\0\ud800?q=%00",
      failure_code: "a\0b",
      share_fields: { "\udc00": {} },
    });
    await upsertSessions(db, [read(odd, 0), read(makeSession(2), 0)], OPTIONS);
    const entries = await readIndex(db);
    expect(entries.map(({ id }) => id)).toEqual([toTestId(1), toTestId(2)]);
    expect(entries[0]).toMatchObject({ failure_code: "a\ufffdb", claim_keys: ["\ufffd"] });
  });

  describe("what is gone", () => {
    test("leaves its hash, status and times, and nothing else", async () => {
      const { db } = engine.opened();
      await upsertSessions(db, [read(makeSession(1, LIFE[3]), 5_000)], OPTIONS);
      expect(await removeDeleted(db, [toTestId(1)], new Date(CREATED_AT + 9_000))).toBe(1);
      expect(await readIndex(db)).toEqual([]);
      expect(await findSeenBefore(db, toTestId(1))).toEqual({
        lastStatus: "failed",
        lastSeenAt: new Date(CREATED_AT + 5_000),
        deletedSeenAt: new Date(CREATED_AT + 9_000),
      });
      expect(await findSeenBefore(db, toTestId(2))).toBeNull();
      const rows = await readRows(db, sql`select t::text as row from session_tombstones t`);
      expect(JSON.stringify(rows)).not.toContain(toTestId(1));
    });

    test("is not brought back by a read that was asked for before, but by one asked for after", async () => {
      const { db } = engine.opened();
      const session = makeSession(1, LIFE[3]);
      await upsertSessions(db, [read(session, 5_000)], OPTIONS);
      await removeDeleted(db, [session.id], new Date(CREATED_AT + 9_000));
      await upsertSessions(db, [read(session, 8_000)], OPTIONS);
      expect(await readIndex(db)).toEqual([]);
      await upsertSessions(db, [read(session, 10_000)], OPTIONS);
      expect(await readIndex(db)).toEqual([toExpectedEntry(session)]);
      expect(await findSeenBefore(db, session.id)).toBeNull();
    });

    test("stays where a later read had found it again", async () => {
      const { db } = engine.opened();
      await upsertSessions(db, [read(makeSession(1), 5_000)], OPTIONS);
      expect(await removeDeleted(db, [toTestId(1)], new Date(CREATED_AT + 4_000))).toBe(0);
      expect(await readIndex(db)).toHaveLength(1);
    });

    test("goes thirty days after its end and not a moment earlier, and does not come back", async () => {
      const { db } = engine.opened();
      const ended = makeSession(1, LIFE[3]);
      const open = makeSession(2);
      await upsertSessions(db, [read(ended, 0), read(open, 0)], OPTIONS);
      const dueAt = Date.parse(ended.completed_at ?? "") + 30 * 86_400_000;
      expect(await removePastRetention(db, new Date(dueAt), RETENTION)).toBe(0);
      const later = new Date(dueAt + 1);
      expect(await removePastRetention(db, later, RETENTION)).toBe(1);
      expect(await readIndex(db)).toEqual([toExpectedEntry(open)]);
      expect((await findSeenBefore(db, ended.id))?.lastStatus).toBe("failed");
      const again = { session: ended, readAt: new Date(dueAt + 60_000) };
      await upsertSessions(db, [again], { now: later, retention: RETENTION });
      expect(await readIndex(db)).toHaveLength(1);
    });

    test("goes thirty days after its deadline where nobody ever told of its end", async () => {
      const { db } = engine.opened();
      const open = makeSession(1);
      await upsertSessions(db, [read(open, 0)], OPTIONS);
      const dueAt = Date.parse(open.expires_at) + 30 * 86_400_000;
      expect(await removePastRetention(db, new Date(dueAt), RETENTION)).toBe(0);
      const later = new Date(dueAt + 1);
      expect(await removePastRetention(db, later, RETENTION)).toBe(1);
      const again = { session: open, readAt: new Date(dueAt + 60_000) };
      await upsertSessions(db, [again], { now: later, retention: RETENTION });
      expect(await readIndex(db)).toEqual([]);
      expect((await findSeenBefore(db, open.id))?.lastStatus).toBe("created");
    });

    test("a year after it was found to be gone, nothing says that it ever was", async () => {
      const { db } = engine.opened();
      const seenAt = new Date(CREATED_AT + 9_000);
      await upsertSessions(db, [read(makeSession(1), 0), read(makeSession(2), 0)], OPTIONS);
      await removeDeleted(db, [toTestId(1)], seenAt);
      await removeDeleted(db, [toTestId(2)], new Date(seenAt.getTime() + 1));
      const yearOn = new Date(seenAt.getTime() + 365 * 86_400_000);
      await forgetOldTombstones(db, yearOn);
      expect(await findSeenBefore(db, toTestId(1))).not.toBeNull();
      await forgetOldTombstones(db, new Date(yearOn.getTime() + 1));
      expect(await findSeenBefore(db, toTestId(1))).toBeNull();
      expect(await findSeenBefore(db, toTestId(2))).not.toBeNull();
    });
  });
});
