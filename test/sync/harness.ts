import { sql } from "drizzle-orm";
import { onTestFinished, vi } from "vitest";
import type { SessionRecord } from "@/lib/domain/session";
import type { OpenDatabase } from "@/lib/server/db/db";
import { emptyIndex } from "@/lib/server/index/empty-index";
import { toExpectedEntry } from "@/lib/server/index/testing/expected-entry";
import { type IndexEntry, readIndex } from "@/lib/server/index/testing/read-index";
import type { LeadershipParts } from "@/lib/server/sync/leadership";
import { createSyncClient } from "@/lib/server/sync/run-in-server";
import { createLeaderName } from "@/lib/server/sync/start-syncer";
import { SYSTEM_CLOCK } from "@/lib/server/sync/sync-clock";
import { SYNC_DEFAULTS, type SyncSettings } from "@/lib/server/sync/sync-settings";
import type { KeyName } from "@/sandbox/keys";
import type { SandboxOptions } from "@/sandbox/sandbox";
import { type SandboxServer, startSandboxServer } from "@/sandbox/server";
import { walkList } from "@/sandbox/test-call";

/** Fast enough for a test: everything is looked at several times a second. */
export const FAST: SyncSettings = {
  ...SYNC_DEFAULTS,
  incrementalEveryMs: 100,
  overdueEveryMs: 100,
  fullEveryMs: 100,
  eventsEveryMs: 100,
  leaseRetryMs: 100,
  rpsMax: 1_000,
  retention: { days: 30 },
};

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

/** What a syncer or one pass over `server` needs; the client ends with the test. */
export function toParts(
  database: OpenDatabase,
  server: SandboxServer,
  settings: Partial<SyncSettings> = {},
  key: KeyName = "main",
): LeadershipParts {
  const client = createSyncClient({
    kayleApiUrl: server.url,
    kayleApiKey: server.sandbox.keys[key],
  });
  onTestFinished(() => client.close());
  return {
    ...database,
    client,
    clock: SYSTEM_CLOCK,
    settings: { ...FAST, ...settings },
    leader: createLeaderName(),
    onFault: () => undefined,
    onCountCheck: () => undefined,
  };
}

/** How the index must be, as Kayle lists it right now, in the order of ids. */
export async function readExpected({ sandbox }: SandboxServer): Promise<IndexEntry[]> {
  const sessions = await walkList<SessionRecord>(sandbox, "/v1/sessions", { limit: "100" });
  return sessions.map(toExpectedEntry);
}

/** Waits until the index is what Kayle lists. */
export async function waitUntilEqual(
  { db }: OpenDatabase,
  server: SandboxServer,
  timeoutMs = 20_000,
): Promise<void> {
  await vi.waitFor(
    async () => {
      const [index, expected] = [await readIndex(db), await readExpected(server)];
      if (JSON.stringify(index) !== JSON.stringify(expected))
        throw new Error(tell(index, expected));
    },
    { timeout: timeoutMs, interval: 100 },
  );
}

/** The first difference, because thousands of rows side by side tell nobody anything. */
function tell(index: readonly IndexEntry[], expected: readonly IndexEntry[]): string {
  const held = new Map(index.map((entry) => [entry.id, JSON.stringify(entry)]));
  const wanted = expected.find((entry) => held.get(entry.id) !== JSON.stringify(entry));
  if (!wanted) return `${index.length} rows instead of ${expected.length}`;
  return `${held.get(wanted.id) ?? "no row"} instead of ${JSON.stringify(wanted)}`;
}
