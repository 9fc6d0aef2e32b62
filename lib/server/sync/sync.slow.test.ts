import { createServer } from "node:http";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, openWorld, readExpected, SETTINGS, type TestWorld } from "@/test/sync/harness";
import { readRows } from "../index/index-writer";
import { recordSessionReads } from "../index/record-session-read";
import { readIndex } from "../index/testing/read-index";
import { findSeenBefore } from "../index/tombstones";
import { toListStatus } from "../search/list-status";
import { STATE_KEYS } from "./state";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describeOnEngine("the sync", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  const db = () => engine.opened().db;
  const open = (options: Parameters<typeof openWorld>[1] = {}) =>
    openWorld(engine.opened(), options);
  const at = ({ clock }: TestWorld, agoMs: number) =>
    new Date(clock.now().getTime() - agoMs).toISOString();

  /** A session that ended a minute after it was created, so long ago. */
  function ended(world: TestWorld, agoMs: number) {
    const times = { created_at: at(world, agoMs), completed_at: at(world, agoMs - MINUTE_MS) };
    return { ...times, status: "succeeded" };
  }

  test("fills the index with the whole window and then says that it is complete", async () => {
    const world = await open({ size: 700 });
    const empty = { asOf: null, complete: false, completeSince: null };
    expect(await world.readStatus()).toMatchObject(empty);
    world.start();
    await world.clock.runFor(10_000);
    await world.expectInStep();
    const status = await world.readStatus();
    expect(status).toMatchObject({ complete: true, unreadableRows: 0, lastError: null });
    expect(status.completeSince).toEqual(status.windowStart);
    expect(world.clock.now().getTime() - (status.asOf?.getTime() ?? 0)).toBeLessThan(6_000);
  });

  test("fills up what has some of it already, as after a crash in the middle of a slice", async () => {
    const world = await open({ size: 300 });
    await world.once();
    await db().execute(sql`delete from session_index
      where id > 'vs_M' and created_at < now() - interval '3 hours'`);
    await db().execute(sql`delete from sync_state where key = ${STATE_KEYS.backfill}`);
    await world.once();
    await world.expectInStep();
  });

  test("follows sessions that Kayle closes late, after their hour, within a minute", async () => {
    const world = await open({ size: 0 });
    const late = { created_at: at(world, 3 * HOUR_MS), status: "in_progress", hold: true };
    const [first, second] = world.sandbox.sessions.create([late, late]);
    world.start();
    await world.clock.runFor(10_000);
    await world.expectInStep();
    world.sandbox.sessions.patch(first?.id ?? "", { status: "expired" });
    world.sandbox.sessions.remove(second?.id ?? "");
    await world.clock.runFor(65_000);
    await world.expectInStep();
  });

  test("the hourly resync finds withdrawals and deletions of long ended sessions", async () => {
    const world = await open({ size: 0 });
    const old = ended(world, 20 * DAY_MS);
    const [withdrawn, deleted] = world.sandbox.sessions.create([old, old, old]);
    world.start({ fullEveryMs: 5 * MINUTE_MS });
    await world.clock.runFor(MINUTE_MS);
    await world.expectInStep();
    world.sandbox.sessions.patch(withdrawn?.id ?? "", { status: "cancelled" });
    world.sandbox.sessions.remove(deleted?.id ?? "");
    await world.clock.runFor(5 * MINUTE_MS);
    await world.expectInStep();
    const seen = await findSeenBefore(db(), deleted?.id ?? "");
    expect(seen).toMatchObject({ lastStatus: "succeeded" });
  });

  test("a session that a list merely leaves out is not taken for deleted", async () => {
    const world = await open({ size: 0 });
    const [kept] = world.sandbox.sessions.create([{}]);
    await world.once();
    // Kayle's answer to the list is empty for once, while the session itself is there.
    const proxy = createServer(async (request, response) => {
      const isList = request.url?.startsWith("/v1/sessions?");
      const { authorization } = request.headers;
      const headers = { authorization: authorization ?? "" };
      const real = await fetch(`${world.url}${request.url}`, { headers });
      const pagination = { limit: 100, has_more: false, next_cursor: null };
      const empty = JSON.stringify({ data: [], error: null, pagination });
      response.writeHead(real.status, { "content-type": "application/json" });
      response.end(isList ? empty : await real.text());
    });
    onTestFinished(() => void proxy.close());
    await new Promise<void>((resolve) => void proxy.listen(0, "127.0.0.1", resolve));
    const address = proxy.address();
    const port = typeof address === "object" ? address?.port : 0;
    const url = `http://127.0.0.1:${port}`;
    await world.onceWith(world.partsAt(url));
    expect((await readIndex(db())).map(({ id }) => id)).toEqual([kept?.id]);
  });

  describe("rows that cannot be read", () => {
    const broken = { extra: { created_at: "yesterday", updated_at: 7 } };

    test("are quarantined and counted by field, stop no other, and come back once they can be read", async () => {
      const world = await open({ size: 0 });
      const rows = world.sandbox.sessions.create(Array.from({ length: 250 }, () => ({})));
      const bad = rows[120]?.id ?? "";
      world.sandbox.sessions.patch(bad, broken);
      await world.once();
      expect(await readIndex(db())).toHaveLength(249);
      expect((await world.readStatus()).unreadableRows).toBe(1);
      const [noted] = await readRows<{ row: string; reason: string }>(
        db(),
        sql`select u::text as row, reason from unreadable_rows u`,
      );
      expect(noted?.reason).toBe("created_at (invalid_format), updated_at (invalid_type)");
      expect(noted?.row).not.toMatch(new RegExp(`${bad}|yesterday`));
      world.sandbox.sessions.patch(bad, { extra: {} });
      await world.once();
      expect(await readIndex(db())).toHaveLength(250);
      expect((await world.readStatus()).unreadableRows).toBe(0);
    });

    test("do not take away what was known of the session before", async () => {
      const world = await open({ size: 0 });
      const [known] = world.sandbox.sessions.create([{}]);
      await world.once();
      world.sandbox.sessions.patch(known?.id ?? "", broken);
      await world.once();
      expect(await readIndex(db())).toHaveLength(1);
      world.sandbox.sessions.remove(known?.id ?? "");
      await world.once();
      expect(await readIndex(db())).toEqual([]);
      expect((await world.readStatus()).unreadableRows).toBe(0);
    });
  });

  test("says what is wrong while Kayle does not answer, and no more once it does", async () => {
    const world = await open({ size: 20 });
    world.sandbox.faults.add({ kind: "error", status: 503, pathPrefix: "/v1/" });
    world.start();
    await world.clock.runFor(10);
    expect(await world.readStatus()).toMatchObject({
      asOf: null,
      lastError: { code: "UPSTREAM_ERROR" },
    });
    world.sandbox.faults.clear();
    await world.clock.runFor(MINUTE_MS);
    await world.expectInStep();
    expect((await world.readStatus()).lastError).toBeNull();
  });

  test("compares its counts with Kayle's own, and finds a row that is not Kayle's", async () => {
    const world = await open({ size: 400 });
    await world.once();
    const { countCheck } = await world.readStatus();
    expect(countCheck?.index).toEqual(countCheck?.upstream);
    expect(countCheck?.index.total).toBe(400);
    const other = await open({ size: 1, seed: 99 });
    const [stranger] = other.sandbox.sessions.create([{}]);
    if (!stranger) throw new Error("no session");
    const { retention } = SETTINGS;
    const now = world.clock.now();
    const reads = [{ session: stranger, readAt: now }];
    await recordSessionReads(db(), reads, { now, retention, source: "view" });
    expect(await readIndex(db())).toHaveLength(401);
    world.clock.advance(MINUTE_MS);
    await world.once();
    await world.expectInStep();
  });

  test("does without Kayle's counts where the key may not read them", async () => {
    const world = await open({ size: 20 });
    await world.once({}, "readOnly");
    const { countCheck } = await world.readStatus();
    expect(countCheck).toMatchObject({ upstream: null, index: { total: 20 } });
  });

  test("tells of counts that are not Kayle's in the log, once, and in the list, until they agree again", async () => {
    const world = await open({ size: 40 });
    // A session of two years ago, which no resync looks at: Kayle counts it and the desk does not.
    const lost = { ...ended(world, 700 * DAY_MS), status: "cancelled" };
    const [stray] = world.sandbox.sessions.create([lost]);
    const said: unknown[] = [];
    const log = { info() {}, error() {}, warn: (...words: unknown[]) => said.push(words) };
    world.startWith({ ...world.parts({ fullEveryMs: MINUTE_MS }), log });
    const readDifference = async () =>
      toListStatus(await world.readStatus(), SETTINGS.retention).coverage.difference;
    await world.clock.runFor(MINUTE_MS);
    expect(await readDifference()).toMatchObject({ listed: 40, atKayle: 41 });
    const before = (await world.readStatus()).countCheck?.checkedAt;
    await world.clock.runFor(3 * MINUTE_MS);
    expect((await world.readStatus()).countCheck?.checkedAt).not.toEqual(before);
    expect(said).toEqual([
      [{ indexHasMoreBy: { total: -1, cancelled: -1 } }, "the index's counts are not Kayle's"],
    ]);
    world.sandbox.sessions.remove(stray?.id ?? "");
    await world.clock.runFor(3 * MINUTE_MS);
    expect(await readDifference()).toBeNull();
  });

  test("keeps nothing longer than RETENTION_DAYS after its end", async () => {
    const world = await open({ size: 600 });
    await world.once({ retention: { days: 3 } });
    const entries = await readIndex(db());
    const oldest = world.clock.now().getTime() - 3 * DAY_MS;
    expect(entries.length).toBeGreaterThan(20);
    expect(entries.length).toBeLessThan(100);
    expect(entries.every(({ completed_at: end }) => end === null || end >= oldest)).toBe(true);
    await world.once();
    expect(await readIndex(db())).toEqual(await readExpected(world));
  });

  test("a longer RETENTION_DAYS is filled up again, however long the shorter one was in force", async () => {
    const world = await open({ size: 300 });
    await world.once({ retention: { days: 3 } });
    // As if that desk had been running for 37 days.
    const windowStart = JSON.stringify(at(world, 40 * DAY_MS));
    await db().execute(sql`update sync_state
      set value = jsonb_set(value, '{windowStart}', ${windowStart}::jsonb) where key = 'backfill'`);
    expect((await world.readStatus()).complete).toBe(false);
    world.start();
    await world.clock.runFor(10_000);
    await world.expectInStep();
    expect((await world.readStatus()).complete).toBe(true);
  });

  test("after hours without a desk, it finds what ended meanwhile and says that it was incomplete", async () => {
    const world = await open({ size: 0 });
    const { sessions } = world.sandbox;
    const open6h = { created_at: at(world, 6 * HOUR_MS), status: "in_progress", hold: true };
    const [left] = sessions.create([open6h]);
    await world.once();
    const past = JSON.stringify({ asOf: at(world, 5 * HOUR_MS) });
    await db().execute(
      sql`update sync_state set value = ${past}::jsonb where key = ${STATE_KEYS.incremental}`,
    );
    sessions.patch(left?.id ?? "", { status: "succeeded", completed_at: at(world, 4 * HOUR_MS) });
    sessions.create([{ ...ended(world, 3 * HOUR_MS), status: "cancelled" }]);
    world.start();
    await world.clock.runFor(10_000);
    await world.expectInStep();
    expect((await world.readStatus()).complete).toBe(true);
  });
});
