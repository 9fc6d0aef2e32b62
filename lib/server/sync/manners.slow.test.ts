import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { SandboxServer } from "@/sandbox/server";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, startKayle, toParts, waitUntilEqual } from "@/test/sync/harness";
import { readRows } from "../index/index-writer";
import { createUpstreamClient } from "../upstream/client";
import type { UpstreamClient } from "../upstream/types";
import { toSyncSettings } from "./run-in-server";
import { startSyncer } from "./start-syncer";
import { getSyncStatus } from "./status";
import { SYNC_DEFAULTS, type SyncSettings } from "./sync-settings";

const SLOW_MS = 120_000;
const QUIET = { info() {}, warn() {}, error() {} };
/** As the desk has it where nobody sets anything. */
const DEFAULTS = toSyncSettings({ syncMaxRps: 10, syncIntervalMs: 5_000, retentionDays: 30 });
/** Created in 70 minutes where a million are in 30 days. */
const FRESH_OF_A_MILLION = 1_620;

describeOnEngine("the running sync", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  function start(server: SandboxServer, settings: Partial<SyncSettings> = {}): void {
    const syncer = startSyncer({ ...toParts(engine.opened(), server, settings), log: QUIET });
    onTestFinished(() => syncer.stop());
  }

  /** A person's way to Kayle, as `getUpstreamClient` makes it. */
  function createPersonsClient({ url, sandbox }: SandboxServer): UpstreamClient {
    const client = createUpstreamClient({
      apiUrl: url,
      apiKey: sandbox.keys.main,
      timeoutMs: 3_000,
      concurrencyMax: 16,
    });
    onTestFinished(() => client.close());
    return client;
  }

  async function waitForStatus(id: string, status: string, timeoutMs: number): Promise<number> {
    const startedAt = performance.now();
    await vi.waitFor(
      async () => {
        const [row] = await readRows<{ status: string }>(
          engine.opened().db,
          sql`select k.status from session_index s join session_kinds k on k.id = s.kind_id
            where s.id = ${id}`,
        );
        expect(row?.status).toBe(status);
      },
      { timeout: timeoutMs, interval: 50 },
    );
    return performance.now() - startedAt;
  }

  test(
    "has each change within ten seconds with nothing set, a million sessions and the index half full",
    async () => {
      const server = await startKayle({ size: 40_000 });
      const { sessions } = server.sandbox;
      sessions.create(Array.from({ length: FRESH_OF_A_MILLION }, () => ({})));
      start(server, DEFAULTS);
      const isFilling = async () => {
        const options = { now: new Date(), retention: DEFAULTS.retention };
        const { asOf, complete } = await getSyncStatus(engine.opened().db, options);
        return asOf !== null && !complete;
      };
      await vi.waitFor(async () => expect(await isFilling()).toBe(true), 30_000);
      const [{ id } = { id: "" }] = sessions.create([{}]);
      const took = [await waitForStatus(id, "created", 10_000)];
      sessions.patch(id, { status: "in_progress", nfc_tries_used: 1 });
      took.push(await waitForStatus(id, "in_progress", 10_000));
      sessions.patch(id, { status: "cancelled" });
      took.push(await waitForStatus(id, "cancelled", 10_000));
      expect(await isFilling()).toBe(true);
      // It really is the pace of the defaults: three looks cannot all come at once.
      expect(took.reduce((sum, ms) => sum + ms)).toBeGreaterThan(SYNC_DEFAULTS.incrementalEveryMs);
    },
    SLOW_MS,
  );

  test(
    "asks Kayle no sooner than it was told to, says so, and goes on by itself",
    async () => {
      const server = await startKayle({ size: 300 });
      const { faults, traffic } = server.sandbox;
      const busy = { kind: "error", status: 429, retryAfterSeconds: 3 } as const;
      faults.add({ ...busy, pathPrefix: "/v1/" });
      start(server, { rpsMax: 50 });
      const startedAt = performance.now();
      // New sessions, missing ones and events have been asked for once; what comes then is a second try.
      await vi.waitFor(() => expect(traffic.report().total).toBeGreaterThan(3), SLOW_MS);
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(3_000);
      const options = { now: new Date(), retention: DEFAULTS.retention };
      const { lastError } = await getSyncStatus(engine.opened().db, options);
      expect(lastError?.code).toBe("UPSTREAM_BUSY");
      faults.clear();
      await waitUntilEqual(engine.opened(), server, 30_000);
    },
    SLOW_MS,
  );

  test(
    "lets a person's view through at once, however long its own queue is",
    async () => {
      const server = await startKayle({ size: 5_000 });
      // One call a second, and some 50 pages wait for their turn.
      start(server, { rpsMax: 1 });
      const { traffic } = server.sandbox;
      await vi.waitFor(() => expect(traffic.report().total).toBeGreaterThan(0), SLOW_MS);
      const ids = server.sandbox.sessions.create(Array.from({ length: 60 }, () => ({})));
      const client = createPersonsClient(server);
      const startedAt = performance.now();
      await Promise.all(ids.map(({ id }) => client.getSession(id)));
      // Behind the limit they would take a minute.
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    },
    SLOW_MS,
  );

  test(
    "lets a person's view through while Kayle is so slow that all its own places are taken",
    async () => {
      const server = await startKayle({ size: 5_000 });
      server.sandbox.faults.add({
        kind: "latency",
        latencyMs: 10_000,
        pathPrefix: "/v1/sessions",
        method: "GET",
      });
      start(server, { rpsMax: 1_000 });
      const { traffic, faults, sessions } = server.sandbox;
      await vi.waitFor(() => expect(traffic.report().inFlight).toBeGreaterThan(1), SLOW_MS);
      faults.clear();
      const [{ id } = { id: "" }] = sessions.create([{}]);
      const startedAt = performance.now();
      await createPersonsClient(server).getSession(id);
      expect(performance.now() - startedAt).toBeLessThan(1_500);
      expect(traffic.report().inFlight).toBeGreaterThan(0);
    },
    SLOW_MS,
  );
});
