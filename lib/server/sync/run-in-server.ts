import "server-only";
import { getDatabase } from "../db/get-db";
import type { Env } from "../env-schema";
import { getLogger } from "../logger";
import { createUpstreamClient } from "../upstream/client";
import type { UpstreamClient } from "../upstream/types";
import { type Syncer, startSyncer } from "./start-syncer";
import { SYSTEM_CLOCK } from "./sync-clock";
import { SYNC_DEFAULTS, type SyncSettings } from "./sync-settings";

type Running = { syncer: Syncer; client: UpstreamClient };

/** Next evaluates this module several times in one process; there must be one sync. */
const store = globalThis as typeof globalThis & { __deskSync?: Running };

/** A page of a hundred sessions takes Kayle longer than one session does. */
const TIMEOUT_MS = 15_000;
const CONCURRENCY_MAX = 4;

export function toSyncSettings({
  syncMaxRps,
  syncIntervalMs,
  retentionDays,
}: Pick<Env, "syncMaxRps" | "syncIntervalMs" | "retentionDays">): SyncSettings {
  return {
    ...SYNC_DEFAULTS,
    incrementalEveryMs: syncIntervalMs,
    eventsEveryMs: 2 * syncIntervalMs,
    overdueEveryMs: 12 * syncIntervalMs,
    rpsMax: syncMaxRps,
    retention: { days: retentionDays },
  };
}

/**
 * The sync's own way to Kayle, with places and connections of its own: however much it asks, a
 * person's view never waits behind it. It tries once, because the sync asks again by itself.
 */
export function createSyncClient(env: Pick<Env, "kayleApiUrl" | "kayleApiKey">): UpstreamClient {
  return createUpstreamClient({
    apiUrl: env.kayleApiUrl,
    apiKey: env.kayleApiKey,
    timeoutMs: TIMEOUT_MS,
    concurrencyMax: CONCURRENCY_MAX,
    attemptsMax: 1,
  });
}

/** Starts the sync of this process, unless it is switched off or already runs. */
export async function startSync(env: Env): Promise<void> {
  if (store.__deskSync || !env.syncEnabled) return;
  const { db, engine } = await getDatabase();
  const client = createSyncClient(env);
  const settings = toSyncSettings(env);
  const log = getLogger();
  const syncer = startSyncer({ db, engine, client, clock: SYSTEM_CLOCK, settings, log });
  store.__deskSync = { syncer, client };
}

/** Stops it and gives the lease back. Harmless where none runs. */
export async function stopSync(): Promise<void> {
  const running = store.__deskSync;
  delete store.__deskSync;
  await running?.syncer.stop();
  await running?.client.close();
}
