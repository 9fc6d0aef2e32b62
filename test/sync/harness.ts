import { sql } from "drizzle-orm";
import { expect, onTestFinished, vi } from "vitest";
import type { SessionRecord } from "@/lib/domain/session";
import type { OpenDatabase } from "@/lib/server/db/db";
import { emptyIndex } from "@/lib/server/index/empty-index";
import { toExpectedEntry } from "@/lib/server/index/testing/expected-entry";
import { type IndexEntry, readIndex } from "@/lib/server/index/testing/read-index";
import type { LeadershipParts } from "@/lib/server/sync/leadership";
import { createSyncClient } from "@/lib/server/sync/run-in-server";
import { runOnce } from "@/lib/server/sync/run-once";
import { createLeaderName, type Syncer, startSyncer } from "@/lib/server/sync/start-syncer";
import { getSyncStatus, type SyncStatus } from "@/lib/server/sync/status";
import { SYSTEM_CLOCK, type SyncClock } from "@/lib/server/sync/sync-clock";
import { SYNC_DEFAULTS, type SyncSettings } from "@/lib/server/sync/sync-settings";
import type { KeyName } from "@/sandbox/keys";
import type { SandboxOptions } from "@/sandbox/sandbox";
import { type SandboxServer, startSandboxServer } from "@/sandbox/server";
import { walkList } from "@/sandbox/test-call";
import { createTestClock, type TestClock } from "./test-clock";

/** The defaults, but for the rate: who tests something else need not wait for it. */
export const SETTINGS: SyncSettings = {
  ...SYNC_DEFAULTS,
  rpsMax: 1_000,
  retention: { days: 30 },
};

export const QUIET = { info() {}, warn() {}, error() {} };

/** A sandbox of its own over HTTP, gone when the test is over. */
export async function startKayle(options: SandboxOptions = {}): Promise<SandboxServer> {
  const server = await startSandboxServer({ live: false, gallery: false, ...options });
  onTestFinished(() => server.close());
  return server;
}

export async function forgetAll({ db }: OpenDatabase): Promise<void> {
  await emptyIndex(db);
  await db.execute(sql`truncate session_tombstones, leases`);
}

/** What a syncer or one sync of `server` needs; the client ends with the test. */
export function toParts(
  database: OpenDatabase,
  { url, sandbox }: Pick<SandboxServer, "url" | "sandbox">,
  settings: Partial<SyncSettings> = {},
  key: KeyName = "main",
  clock: SyncClock = SYSTEM_CLOCK,
): LeadershipParts {
  const client = createSyncClient({ kayleApiUrl: url, kayleApiKey: sandbox.keys[key] });
  onTestFinished(() => client.close());
  // By the real clock nobody waits for five seconds.
  const own = clock === SYSTEM_CLOCK ? { incrementalEveryMs: 100 } : {};
  return {
    ...database,
    client,
    clock,
    settings: { ...SETTINGS, ...own, ...settings },
    leader: createLeaderName(),
    onFault: () => undefined,
    onCountCheck: () => undefined,
  };
}

export type TestWorld = SandboxServer & {
  /** The one clock of the sandbox and of the desks. */
  clock: TestClock;
  start(settings?: Partial<SyncSettings>, key?: KeyName): Syncer;
  startWith(parts: Partial<Parameters<typeof startSyncer>[0]>): Syncer;
  once(settings?: Partial<SyncSettings>, key?: KeyName): Promise<void>;
  onceWith(parts: Partial<LeadershipParts>): Promise<void>;
  parts(settings?: Partial<SyncSettings>, key?: KeyName): LeadershipParts;
  /** The same with Kayle at another address. */
  partsAt(url: string): LeadershipParts;
  readStatus(): Promise<SyncStatus>;
  /** Fails unless the index is what Kayle lists, row by row. */
  expectInStep(): Promise<void>;
};

/** A sandbox and desks that keep step with it, all on one clock that the test moves. */
export async function openWorld(
  database: OpenDatabase,
  options: SandboxOptions = {},
): Promise<TestWorld> {
  const clock = createTestClock();
  const server = await startKayle({ ...options, now: () => clock.now().getTime() });
  const parts = (settings: Partial<SyncSettings> = {}, key: KeyName = "main") =>
    toParts(database, server, settings, key, clock);
  const startWith: TestWorld["startWith"] = (more) => {
    const syncer = startSyncer({ ...parts(), log: QUIET, ...more });
    onTestFinished(() => syncer.stop());
    return syncer;
  };
  const onceWith: TestWorld["onceWith"] = (more) => {
    // Two syncs are never of one moment. This one waits for next to nothing, by the real clock.
    clock.advance(1_000);
    const ownClock = { ...SYSTEM_CLOCK, now: clock.now };
    const all = { ...parts({ incrementalEveryMs: 50 }), ...more, clock: ownClock };
    return runOnce(all, { force: true }, new AbortController().signal);
  };
  return {
    ...server,
    clock,
    parts,
    partsAt: (url) => toParts(database, { ...server, url }, {}, "main", clock),
    startWith,
    start: (settings, key) => startWith(parts(settings, key)),
    onceWith,
    once: (settings, key) => onceWith(parts({ incrementalEveryMs: 50, ...settings }, key)),
    readStatus: () =>
      getSyncStatus(database.db, { now: clock.now(), retention: SETTINGS.retention }),
    async expectInStep() {
      const [index, expected] = [await readIndex(database.db), await readExpected(server)];
      expect(findFirstDifference(index, expected)).toBeNull();
    },
  };
}

/** How the index must be, as Kayle lists it right now, in the order of ids. */
export async function readExpected({
  sandbox,
}: Pick<SandboxServer, "sandbox">): Promise<IndexEntry[]> {
  const sessions = await walkList<SessionRecord>(sandbox, "/v1/sessions", { limit: "100" });
  return sessions.map(toExpectedEntry);
}

/** Waits until the index is what Kayle lists, for desks of another process. */
export async function waitUntilEqual(
  { db }: OpenDatabase,
  server: SandboxServer,
  timeoutMs = 60_000,
): Promise<void> {
  await vi.waitFor(
    async () => {
      const [index, expected] = [await readIndex(db), await readExpected(server)];
      expect(findFirstDifference(index, expected)).toBeNull();
    },
    { timeout: timeoutMs, interval: 100 },
  );
}

/** The first difference, because thousands of rows side by side tell nobody anything. */
function findFirstDifference(
  index: readonly IndexEntry[],
  expected: readonly IndexEntry[],
): string | null {
  const held = new Map(index.map((entry) => [entry.id, JSON.stringify(entry)]));
  const wanted = expected.find((entry) => held.get(entry.id) !== JSON.stringify(entry));
  if (wanted) return `${held.get(wanted.id) ?? "no row"} instead of ${JSON.stringify(wanted)}`;
  if (index.length === expected.length) return null;
  return `${index.length} rows instead of ${expected.length}`;
}
