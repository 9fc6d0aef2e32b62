import { createServer } from "node:http";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { SandboxServer } from "@/sandbox/server";
import { describeOnEngine } from "@/test/engines";
import {
  FAST,
  forgetAll,
  readExpected,
  startKayle,
  toParts,
  waitUntilEqual,
} from "@/test/sync/harness";
import { readRows } from "../index/index-writer";
import { recordSessionRead } from "../index/record-session-read";
import { readIndex } from "../index/testing/read-index";
import { findSeenBefore } from "../index/tombstones";
import { toListStatus } from "../search/list-status";
import { runOnce } from "./run-once";
import { type Syncer, startSyncer } from "./start-syncer";
import { STATE_KEYS } from "./state";
import { getSyncStatus } from "./status";

const SLOW_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const QUIET = { info() {}, warn() {}, error() {} };

describeOnEngine("the sync", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  function start(server: SandboxServer, settings: Partial<typeof FAST> = {}): Syncer {
    const parts = toParts(engine.opened(), server, settings);
    const syncer = startSyncer({ ...parts, log: QUIET });
    onTestFinished(() => syncer.stop());
    return syncer;
  }

  function once(server: SandboxServer, settings: Partial<typeof FAST> = {}): Promise<void> {
    const parts = toParts(engine.opened(), server, settings);
    return runOnce(parts, { force: true }, new AbortController().signal);
  }

  function readStatus() {
    const { db } = engine.opened();
    return getSyncStatus(db, { now: new Date(), retention: FAST.retention });
  }

  test(
    "fills the index with the whole window and then says that it is complete",
    async () => {
      const server = await startKayle({ size: 700 });
      expect(await readStatus()).toMatchObject({
        asOf: null,
        complete: false,
        completeSince: null,
      });
      start(server);
      await waitUntilEqual(engine.opened(), server);
      await vi.waitFor(async () => expect((await readStatus()).complete).toBe(true), SLOW_MS);
      const status = await readStatus();
      expect(Date.now() - (status.asOf?.getTime() ?? 0)).toBeLessThan(10_000);
      expect(status.completeSince).toEqual(status.windowStart);
      expect(status).toMatchObject({ unreadableRows: 0, lastError: null });
    },
    SLOW_MS,
  );

  test(
    "fills up what has some of it already, as after a crash in the middle of a slice",
    async () => {
      const server = await startKayle({ size: 300 });
      await once(server);
      const { db } = engine.opened();
      await db.execute(sql`delete from session_index
        where id > 'vs_M' and created_at < now() - interval '3 hours'`);
      await db.execute(sql`delete from sync_state where key = ${STATE_KEYS.backfill}`);
      await once(server);
      expect(await readIndex(db)).toEqual(await readExpected(server));
    },
    SLOW_MS,
  );

  test(
    "follows sessions that Kayle closes late, after their hour",
    async () => {
      const server = await startKayle({ size: 0 });
      const created_at = new Date(Date.now() - 3 * HOUR_MS).toISOString();
      const late = { created_at, status: "in_progress", hold: true };
      const [first, second] = server.sandbox.sessions.create([late, late]);
      start(server, { fullEveryMs: HOUR_MS });
      await waitUntilEqual(engine.opened(), server);
      server.sandbox.sessions.patch(first?.id ?? "", { status: "expired" });
      await waitUntilEqual(engine.opened(), server);
      server.sandbox.sessions.remove(second?.id ?? "");
      await waitUntilEqual(engine.opened(), server);
    },
    SLOW_MS,
  );

  test(
    "the pass over everything finds withdrawals and deletions of long ended sessions",
    async () => {
      const server = await startKayle({ size: 0 });
      const created_at = new Date(Date.now() - 20 * DAY_MS).toISOString();
      const completed_at = new Date(Date.now() - 20 * DAY_MS + 60_000).toISOString();
      const ended = { created_at, completed_at, status: "succeeded" };
      const [withdrawn, deleted] = server.sandbox.sessions.create([ended, ended, ended]);
      await once(server);
      server.sandbox.sessions.patch(withdrawn?.id ?? "", { status: "cancelled" });
      server.sandbox.sessions.remove(deleted?.id ?? "");
      await once(server);
      expect(await readIndex(engine.opened().db)).toEqual(await readExpected(server));
      expect(await findSeenBefore(engine.opened().db, deleted?.id ?? "")).toMatchObject({
        lastStatus: "succeeded",
      });
    },
    SLOW_MS,
  );

  test(
    "a session that a list merely leaves out is not taken for deleted",
    async () => {
      const server = await startKayle({ size: 0 });
      const [kept] = server.sandbox.sessions.create([{}]);
      await once(server);
      // Kayle's answer to the list is empty for once, while the session itself is there.
      const proxy = createServer(async (request, response) => {
        const isList = request.url?.startsWith("/v1/sessions?");
        const { authorization } = request.headers;
        const real = await fetch(`${server.url}${request.url}`, {
          headers: { authorization: authorization ?? "" },
        });
        const pagination = { limit: 100, has_more: false, next_cursor: null };
        const empty = JSON.stringify({ data: [], error: null, pagination });
        response.writeHead(real.status, { "content-type": "application/json" });
        response.end(isList ? empty : await real.text());
      }).listen(0, "127.0.0.1");
      onTestFinished(() => void proxy.close());
      await vi.waitFor(() => expect(proxy.listening).toBe(true));
      const address = proxy.address();
      const port = typeof address === "object" ? address?.port : 0;
      await once({ ...server, url: `http://127.0.0.1:${port}` });
      expect((await readIndex(engine.opened().db)).map(({ id }) => id)).toEqual([kept?.id]);
    },
    SLOW_MS,
  );

  describe("rows that cannot be read", () => {
    const broken = { extra: { created_at: "yesterday", updated_at: 7 } };

    test(
      "are kept aside and counted by field, stop no other, and come back once they can be read",
      async () => {
        const server = await startKayle({ size: 0 });
        const rows = server.sandbox.sessions.create(Array.from({ length: 250 }, () => ({})));
        const bad = rows[120]?.id ?? "";
        server.sandbox.sessions.patch(bad, broken);
        await once(server);
        const { db } = engine.opened();
        expect(await readIndex(db)).toHaveLength(249);
        expect((await readStatus()).unreadableRows).toBe(1);
        const [noted] = await readRows<{ row: string; reason: string }>(
          db,
          sql`select u::text as row, reason from unreadable_rows u`,
        );
        expect(noted?.reason).toBe("created_at (invalid_format), updated_at (invalid_type)");
        expect(noted?.row).not.toMatch(new RegExp(`${bad}|yesterday`));
        server.sandbox.sessions.patch(bad, { extra: {} });
        await once(server);
        expect(await readIndex(db)).toHaveLength(250);
        expect((await readStatus()).unreadableRows).toBe(0);
      },
      SLOW_MS,
    );

    test(
      "do not take away what was known of the session before",
      async () => {
        const server = await startKayle({ size: 0 });
        const [known] = server.sandbox.sessions.create([{}]);
        await once(server);
        server.sandbox.sessions.patch(known?.id ?? "", broken);
        await once(server);
        expect(await readIndex(engine.opened().db)).toHaveLength(1);
        server.sandbox.sessions.remove(known?.id ?? "");
        await once(server);
        expect(await readIndex(engine.opened().db)).toEqual([]);
        expect((await readStatus()).unreadableRows).toBe(0);
      },
      SLOW_MS,
    );
  });

  test(
    "says what is wrong while Kayle does not answer, and no more once it does",
    async () => {
      const server = await startKayle({ size: 20 });
      server.sandbox.faults.add({ kind: "error", status: 503, pathPrefix: "/v1/" });
      start(server);
      await vi.waitFor(async () => {
        expect((await readStatus()).lastError?.code).toBe("UPSTREAM_ERROR");
      }, SLOW_MS);
      expect((await readStatus()).asOf).toBeNull();
      server.sandbox.faults.clear();
      await waitUntilEqual(engine.opened(), server);
      await vi.waitFor(async () => expect((await readStatus()).lastError).toBeNull(), SLOW_MS);
    },
    SLOW_MS,
  );

  test(
    "compares its counts with Kayle's own, and finds a row that is not Kayle's",
    async () => {
      const server = await startKayle({ size: 400 });
      await once(server);
      const { db } = engine.opened();
      const { countCheck } = await readStatus();
      expect(countCheck?.index).toEqual(countCheck?.upstream);
      expect(countCheck?.index.total).toBe(400);
      const parts = toParts(engine.opened(), server);
      const other = await startKayle({ size: 1, seed: 99 });
      const [stranger] = other.sandbox.sessions.create([{}]);
      if (!stranger) throw new Error("no session");
      await recordSessionRead(db, stranger, {
        readAt: new Date(),
        now: new Date(),
        retention: parts.settings.retention,
        source: "view",
      });
      expect(await readIndex(db)).toHaveLength(401);
      await once(server);
      expect(await readIndex(db)).toHaveLength(400);
    },
    SLOW_MS,
  );

  test(
    "does without Kayle's counts where the key may not read them",
    async () => {
      const server = await startKayle({ size: 20 });
      const parts = toParts(engine.opened(), server, {}, "readOnly");
      await runOnce(parts, { force: true }, new AbortController().signal);
      const { countCheck } = await readStatus();
      expect(countCheck).toMatchObject({ upstream: null, index: { total: 20 } });
    },
    SLOW_MS,
  );

  test(
    "tells of counts that are not Kayle's in the log, once, and in the list, until they agree again",
    async () => {
      const server = await startKayle({ size: 40 });
      const retention = FAST.retention;
      // A session of two years ago, which no pass looks at: Kayle counts it and the desk does not.
      const long = new Date(Date.now() - 700 * DAY_MS).toISOString();
      const lost = { created_at: long, completed_at: long, status: "cancelled" } as const;
      const [stray] = server.sandbox.sessions.create([lost]);
      const said: unknown[] = [];
      const log = { ...QUIET, warn: (...words: unknown[]) => said.push(words) };
      const syncer = startSyncer({ ...toParts(engine.opened(), server), log });
      onTestFinished(() => syncer.stop());
      const readDifference = async () =>
        toListStatus(await readStatus(), retention).coverage.difference;
      await vi.waitFor(async () => {
        expect(await readDifference()).toMatchObject({ listed: 40, atKayle: 41 });
      }, 20_000);
      const before = (await readStatus()).countCheck?.checkedAt;
      await vi.waitFor(async () => {
        expect((await readStatus()).countCheck?.checkedAt).not.toEqual(before);
      }, 20_000);
      expect(said).toEqual([
        [{ indexHasMoreBy: { total: -1, cancelled: -1 } }, "the index's counts are not Kayle's"],
      ]);
      server.sandbox.sessions.remove(stray?.id ?? "");
      await vi.waitFor(async () => expect(await readDifference()).toBeNull(), 20_000);
    },
    SLOW_MS,
  );

  test(
    "keeps nothing longer than RETENTION_DAYS after its end",
    async () => {
      const server = await startKayle({ size: 600 });
      const retention = { days: 3 };
      await once(server, { retention });
      const entries = await readIndex(engine.opened().db);
      const oldest = Date.now() - 3 * DAY_MS;
      expect(entries.length).toBeGreaterThan(20);
      expect(entries.length).toBeLessThan(100);
      expect(entries.every(({ completed_at: end }) => end === null || end >= oldest)).toBe(true);
      await once(server);
      expect(await readIndex(engine.opened().db)).toEqual(await readExpected(server));
    },
    SLOW_MS,
  );

  test(
    "a longer RETENTION_DAYS is filled up again, however long the shorter one was in force",
    async () => {
      const server = await startKayle({ size: 300 });
      await once(server, { retention: { days: 3 } });
      const { db } = engine.opened();
      // As if that desk had been running for 37 days.
      const windowStart = JSON.stringify(new Date(Date.now() - 40 * DAY_MS));
      await db.execute(sql`update sync_state
        set value = jsonb_set(value, '{windowStart}', ${windowStart}::jsonb) where key = 'backfill'`);
      expect((await readStatus()).complete).toBe(false);
      // No pass over everything comes to help.
      start(server, { fullEveryMs: DAY_MS });
      await waitUntilEqual(engine.opened(), server);
      await vi.waitFor(async () => expect((await readStatus()).complete).toBe(true), SLOW_MS);
    },
    SLOW_MS,
  );

  test(
    "after hours without a desk, it finds what ended meanwhile and says that it was incomplete",
    async () => {
      const server = await startKayle({ size: 0 });
      const { sandbox } = server;
      const created_at = new Date(Date.now() - 6 * HOUR_MS).toISOString();
      const [open] = sandbox.sessions.create([{ created_at, status: "in_progress", hold: true }]);
      await once(server);
      const past = { asOf: new Date(Date.now() - 5 * HOUR_MS) };
      await engine
        .opened()
        .db.execute(
          sql`update sync_state set value = ${JSON.stringify(past)}::jsonb where key = 'incremental'`,
        );
      const completed_at = new Date(Date.now() - 4 * HOUR_MS).toISOString();
      sandbox.sessions.patch(open?.id ?? "", { status: "succeeded", completed_at });
      const lost = new Date(Date.now() - 3 * HOUR_MS).toISOString();
      sandbox.sessions.create([{ created_at: lost, completed_at: lost, status: "cancelled" }]);
      // No pass over everything comes to help.
      start(server, { fullEveryMs: DAY_MS });
      await waitUntilEqual(engine.opened(), server);
      await vi.waitFor(async () => expect((await readStatus()).complete).toBe(true), SLOW_MS);
    },
    SLOW_MS,
  );

  test(
    "keeps under its rate while it fills the index, and asks nobody else's way",
    async () => {
      const server = await startKayle({ size: 3_000 });
      const startedAt = performance.now();
      start(server, { rpsMax: 20, fullEveryMs: HOUR_MS, incrementalEveryMs: 1_000 });
      await vi.waitFor(() => {
        expect(server.sandbox.traffic.report().total).toBeGreaterThan(40);
      }, SLOW_MS);
      const seconds = (performance.now() - startedAt) / 1000;
      const { total, inFlightMax } = server.sandbox.traffic.report();
      expect(total / seconds).toBeLessThan(22);
      expect(inFlightMax).toBeLessThanOrEqual(4);
    },
    SLOW_MS,
  );
});
