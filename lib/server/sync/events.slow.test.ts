import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { KayleEvent } from "@/lib/domain/kayle-event";
import type { KeyName } from "@/sandbox/keys";
import type { SandboxServer } from "@/sandbox/server";
import { walkList } from "@/sandbox/test-call";
import { describeOnEngine } from "@/test/engines";
import { FAST, forgetAll, startKayle, toParts, waitUntilEqual } from "@/test/sync/harness";
import { findEvents } from "../events/find-events";
import { readRows } from "../index/index-writer";
import { UpstreamError } from "../upstream/upstream-error";
import { findEventState } from "./event-state";
import { runOnce } from "./run-once";
import { type Syncer, startSyncer } from "./start-syncer";
import { getSyncStatus } from "./status";
import { SYSTEM_CLOCK } from "./sync-clock";

const SLOW_MS = 60_000;
const DAY_MS = 86_400_000;
const QUIET = { info() {}, warn() {}, error() {} };

describeOnEngine("the sync of Kayle's events", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  const db = () => engine.opened().db;

  function start(
    server: SandboxServer,
    settings: Partial<typeof FAST> = {},
    key?: KeyName,
  ): Syncer {
    const syncer = startSyncer({ ...toParts(engine.opened(), server, settings, key), log: QUIET });
    onTestFinished(() => syncer.stop());
    return syncer;
  }

  async function readKept(): Promise<string[]> {
    const rows = await readRows<{ kept: string }>(
      db(),
      sql`select e.id || ' ' || e.session_id || ' ' || coalesce(string_agg(d.id, ',' order by d.id), '')
        as kept from kayle_events e left join kayle_deliveries d on d.event_id = e.id
        group by e.id, e.session_id`,
    );
    return rows.map(({ kept }) => kept).sort();
  }

  async function readWanted({ sandbox }: SandboxServer): Promise<string[]> {
    const events = await walkList<KayleEvent>(sandbox, "/v1/events", { limit: "100" });
    return events
      .map(
        ({ id, trigger_id, deliveries }) =>
          `${id} ${trigger_id} ${deliveries.map((one) => one.id).sort()}`,
      )
      .sort();
  }

  async function waitForAll(server: SandboxServer): Promise<void> {
    await vi.waitFor(
      async () => {
        const [kept, wanted] = [await readKept(), await readWanted(server)];
        if (kept.join() !== wanted.join()) throw new Error(`${kept.length} of ${wanted.length}`);
      },
      // To ask for all of it takes from what is being waited for.
      { timeout: SLOW_MS, interval: 500 },
    );
  }

  test(
    "brings in every event of the window with its deliveries, and then says so",
    async () => {
      const server = await startKayle({ size: 700 });
      start(server);
      await waitForAll(server);
      await vi.waitFor(
        async () => expect((await findEventState(db()))?.pending).toEqual([]),
        SLOW_MS,
      );
      expect(await findEventState(db())).toMatchObject({
        access: "ok",
        unreadable: 0,
        fault: null,
      });
    },
    SLOW_MS,
  );

  test(
    "reads one page in each later cycle, and nothing again that is known ground",
    async () => {
      const server = await startKayle({ size: 350 });
      const queries: URLSearchParams[] = [];
      const { handle } = server.sandbox;
      server.sandbox.handle = (request) => {
        const { pathname, searchParams } = new URL(request.url, server.url);
        if (pathname === "/v1/events") queries.push(searchParams);
        return handle(request);
      };
      start(server);
      await waitForAll(server);
      await vi.waitFor(
        async () => expect((await findEventState(db()))?.pending).toEqual([]),
        SLOW_MS,
      );
      const isNext = (query: URLSearchParams) => query.has("starting_after");
      expect(queries.filter(isNext).length, "it takes several pages at first").toBeGreaterThan(2);
      // One cycle may have been under way.
      const seen = queries.length + 1;
      await vi.waitFor(() => expect(queries.length).toBeGreaterThan(seen + 5), SLOW_MS);
      expect(queries.slice(seen).filter(isNext)).toEqual([]);
    },
    SLOW_MS,
  );

  test(
    "has a new event and follows its deliveries until they end",
    async () => {
      const server = await startKayle({ size: 20 });
      const { sandbox } = server;
      start(server);
      await waitForAll(server);
      const [created] = sandbox.sessions.create([{ status: "in_progress" }]);
      const id = created?.id ?? "";
      sandbox.sessions.patch(id, { status: "succeeded" });
      await vi.waitFor(async () => expect(await findEvents(db(), id)).toHaveLength(1), 10_000);
      const statusOf = async (count: number) => {
        const [event] = await findEvents(db(), id);
        return event?.deliveries.filter(({ status }) => status === "succeeded").length === count;
      };
      // Two endpoints of the sandbox answer well within seconds of a first or second attempt.
      await vi.waitFor(async () => expect(await statusOf(2)).toBe(true), 40_000);
    },
    SLOW_MS,
  );

  test(
    "asks for an open delivery until it ends, long after its event is known ground",
    async () => {
      const server = await startKayle({ size: 0 });
      const { sandbox } = server;
      const endedAt = (minutesAgo: number) => {
        const ms = sandbox.clock.now() - minutesAgo * 60_000;
        return { status: "failed", completed_at: new Date(ms).toISOString() };
      };
      const [old] = sandbox.sessions.create([endedAt(10), endedAt(0)]);
      const clock = { ...SYSTEM_CLOCK, now: () => new Date(sandbox.clock.now()) };
      const syncer = startSyncer({ ...toParts(engine.opened(), server), clock, log: QUIET });
      onTestFinished(() => syncer.stop());
      const statuses = async () => {
        const [event] = await findEvents(db(), old?.id ?? "");
        return event?.deliveries.map(({ status }) => status).sort();
      };
      await vi.waitFor(async () => expect(await statuses()).toContain("pending"), 10_000);
      sandbox.clock.advance(50 * 60_000);
      await vi.waitFor(async () => {
        const [event] = await findEvents(db(), old?.id ?? "");
        const open = event?.deliveries.find(({ status }) => status === "pending");
        expect(open).toMatchObject({ attempt_count: 4, last_status_code: 503 });
        expect(Date.parse(open?.next_attempt_at ?? "")).toBeGreaterThan(sandbox.clock.now());
      }, 10_000);
      sandbox.clock.advance(DAY_MS + DAY_MS / 2);
      await vi.waitFor(async () => expect(await statuses()).not.toContain("pending"), 20_000);
      expect(await statuses()).toContain("failed");
    },
    SLOW_MS,
  );

  test(
    "goes on where it stood after a stop",
    async () => {
      const server = await startKayle({ size: 1_500 });
      const first = start(server, { rpsMax: 60 });
      await vi.waitFor(async () => expect((await readKept()).length).toBeGreaterThan(300), 30_000);
      await first.stop();
      expect((await readKept()).length).toBeLessThan((await readWanted(server)).length);
      start(server);
      await waitForAll(server);
    },
    SLOW_MS,
  );

  test(
    "loses nothing when it breaks off between two pages of what is new",
    async () => {
      const server = await startKayle({ size: 350 });
      const parts = toParts(engine.opened(), server);
      const listEvents: typeof parts.client.listEvents = (query, context) =>
        query.starting_after
          ? Promise.reject(new UpstreamError("unreachable", { logDetail: "cut" }))
          : parts.client.listEvents(query, context);
      const client = { ...parts.client, listEvents };
      await runOnce({ ...parts, client }, { force: true }, new AbortController().signal);
      expect(await readKept()).toHaveLength(100);
      start(server);
      await waitForAll(server);
    },
    SLOW_MS,
  );

  test(
    "counts an event that cannot be read, once however often it is met, and takes all others",
    async () => {
      const server = await startKayle({ size: 150 });
      const parts = toParts(engine.opened(), server);
      const bad = { fault: { id: "evt_bad", reason: "type" } };
      const listEvents: typeof parts.client.listEvents = async (query, context) => {
        const page = await parts.client.listEvents(query, context);
        return { ...page, rows: [bad, ...page.rows] };
      };
      const client = { ...parts.client, listEvents };
      await runOnce({ ...parts, client }, { force: true }, new AbortController().signal);
      expect(await readKept()).toEqual(await readWanted(server));
      expect(await findEventState(db())).toMatchObject({ unreadable: 1 });
    },
    SLOW_MS,
  );

  test(
    "goes on without the scope: sessions come in, events are asked for once, and the state says why",
    async () => {
      const server = await startKayle({ size: 150 });
      start(server, {}, "readOnly");
      await waitUntilEqual(engine.opened(), server);
      await vi.waitFor(async () => {
        expect(await findEventState(db())).toMatchObject({ access: "no_scope", asOf: null });
      }, 10_000);
      const looks = async () =>
        (await getSyncStatus(db(), { now: new Date(), retention: FAST.retention })).asOf;
      const before = await looks();
      await vi.waitFor(
        async () => expect((await looks())?.getTime()).toBeGreaterThan(before?.getTime() ?? 0),
        10_000,
      );
      expect(countCalls(server, "/v1/events")).toBe(1);
      expect(
        await getSyncStatus(db(), { now: new Date(), retention: FAST.retention }),
      ).toMatchObject({ lastError: null });
    },
    SLOW_MS,
  );

  test(
    "never keeps what is older than the retention",
    async () => {
      const server = await startKayle({ size: 400 });
      const parts = toParts(engine.opened(), server, { retention: { days: 5 } });
      await runOnce(parts, { force: true }, new AbortController().signal);
      const wanted = await walkList<KayleEvent>(server.sandbox, "/v1/events", { limit: "100" });
      const young = wanted.filter(
        ({ created_at }) => Date.parse(created_at) > Date.now() - 5 * DAY_MS,
      );
      const kept = await readKept();
      expect(young.length).toBeGreaterThan(10);
      expect(kept.length).toBeLessThan(wanted.length);
      expect(kept.map((line) => line.split(" ")[0])).toEqual(young.map(({ id }) => id).sort());
    },
    SLOW_MS,
  );

  test(
    "keeps going for sessions while events alone are out of order",
    async () => {
      const server = await startKayle({ size: 150 });
      server.sandbox.faults.add({ kind: "error", pathPrefix: "/v1/events" });
      start(server);
      await waitUntilEqual(engine.opened(), server);
      await vi.waitFor(async () => {
        expect(await findEventState(db())).toMatchObject({ fault: { code: "UPSTREAM_ERROR" } });
      }, 10_000);
      server.sandbox.faults.clear();
      await waitForAll(server);
      await vi.waitFor(
        async () => expect(await findEventState(db())).toMatchObject({ fault: null }),
        10_000,
      );
    },
    SLOW_MS,
  );
});

function countCalls({ sandbox }: SandboxServer, path: string): number {
  return sandbox.traffic.report().calls[`GET ${path}`] ?? 0;
}
