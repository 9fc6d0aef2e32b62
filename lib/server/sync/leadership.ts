import "server-only";
import { setMaxListeners } from "node:events";
import { sql } from "drizzle-orm";
import type { OpenDatabase } from "../db/db";
import { LeaseLostError, SYNC_LEASE, saveState } from "../index/sync-state";
import type { UpstreamError } from "../upstream/upstream-error";
import { planBackfill, runBackfill } from "./backfill";
import { checkCounts } from "./count-check";
import { type EventSync, openEventSync } from "./event-sync";
import { openFullResync } from "./full-resync";
import { createIncrementalSync } from "./incremental-sync";
import { takeLease } from "./lease";
import { runMaintenance } from "./maintenance";
import { createRateLimiter } from "./rate-limiter";
import { type BackfillState, type CountCheck, STATE_KEYS } from "./state";
import type { SyncClock } from "./sync-clock";
import type { SyncContext } from "./sync-context";
import { GAP_AFTER_MS, type SyncSettings } from "./sync-settings";
import { createSyncSource, type SyncClient } from "./sync-source";

export type LeadershipParts = Pick<OpenDatabase, "db" | "engine"> & {
  client: SyncClient;
  clock: SyncClock;
  settings: SyncSettings;
  leader: string;
  /** Told of each fault between the desk and Kayle, and of null when it is over. */
  onFault(error: UpstreamError | null): void;
  /** Told of each comparison with Kayle's own counts. */
  onCountCheck(check: CountCheck): void;
  /** Told when everything that was missing has come in. */
  onFilled?(): void;
};

const RENEWALS_PER_LEASE = 3;

/**
 * Keeps the index in step for as long as this desk holds the lease. Rejects when it has lost it, when
 * `signal` aborts, and with whatever broke; nothing of it runs on then.
 */
export async function runLeadership(parts: LeadershipParts, signal: AbortSignal): Promise<never> {
  return withLeadership(parts, signal, async (context) => {
    const plan = await planBackfill(context);
    const events = await openEventSync(context);
    return [
      keepSessions(context),
      keepEvents(context, events),
      runBulk(parts, context, { plan, events }),
      runMaintenance(context),
    ];
  });
}

/**
 * Runs what `begin` gives, and renews the lease meanwhile. The first to end, well or badly, ends the
 * leadership; its outcome is given once all the others have stopped.
 */
export async function withLeadership<T>(
  parts: LeadershipParts,
  signal: AbortSignal,
  begin: (context: SyncContext) => Promise<Promise<T>[]>,
): Promise<T> {
  const ended = new AbortController();
  const own = AbortSignal.any([signal, ended.signal]);
  // Everything that waits listens to the one signal; that is more than Node's usual ten.
  setMaxListeners(0, own);
  const context = toContext(parts, own);
  const tasks: Promise<T>[] = [renewLease(context)];
  try {
    const begun = begin(context).then((more) => {
      tasks.push(...more);
      return Promise.race(more);
    });
    tasks.push(begun);
    return await Promise.race(tasks);
  } finally {
    ended.abort(new LeaseLostError());
    await Promise.allSettled(tasks);
  }
}

/** Brings in all that is missing; false where nothing was. */
export async function fillIndex(
  { engine }: Pick<LeadershipParts, "engine">,
  context: SyncContext,
  plan: BackfillState,
): Promise<boolean> {
  const wasFilled = await runBackfill(context, plan);
  // The built-in database counts its tables for the planner only when it is told to.
  if (wasFilled && engine === "pglite") await context.db.execute(sql`analyze`);
  return wasFilled;
}

function toContext(parts: LeadershipParts, signal: AbortSignal): SyncContext {
  const { db, client, clock, settings, leader } = parts;
  const onFault = (error: UpstreamError | null) => {
    parts.onFault(error);
    const fault = error && { code: error.code, at: clock.now() };
    // What cannot be saved now is saved with the next fault; the sync itself goes on.
    saveState(db, STATE_KEYS.fault, fault, leader).catch(() => undefined);
  };
  const rateLimiter = createRateLimiter(settings.rpsMax, clock);
  const source = createSyncSource({ client, rateLimiter, clock, signal, onFault });
  return { db, source, clock, settings, signal, leader, onCountCheck: parts.onCountCheck };
}

async function renewLease({
  db,
  leader,
  signal,
  clock,
  settings: { leaseMs },
}: SyncContext): Promise<never> {
  for (;;) {
    await clock.sleep(leaseMs / RENEWALS_PER_LEASE, signal);
    const lease = { name: SYNC_LEASE, holder: leader, leaseMs };
    if (!(await takeLease(db, lease))) throw new LeaseLostError();
  }
}

/** Ends after a silence so long that the next leader must look for what was missed. */
async function keepSessions(context: SyncContext): Promise<never> {
  const { clock, settings, signal } = context;
  const incremental = createIncrementalSync(context);
  let doneAt = clock.now();
  for (;;) {
    const startedAt = clock.now();
    if (startedAt.getTime() - doneAt.getTime() >= GAP_AFTER_MS) throw new LeaseLostError();
    await incremental.run();
    doneAt = startedAt;
    const spentMs = clock.now().getTime() - startedAt.getTime();
    await clock.sleep(Math.max(settings.incrementalEveryMs - spentMs, 0), signal);
  }
}

async function keepEvents({ clock, signal }: SyncContext, events: EventSync): Promise<never> {
  for (;;) await clock.sleep(await events.readNew(), signal);
}

async function runBulk(
  parts: LeadershipParts,
  context: SyncContext,
  { plan, events }: { plan: BackfillState; events: EventSync },
): Promise<never> {
  const { clock, settings, signal } = context;
  if (await fillIndex(parts, context, plan)) {
    parts.onFilled?.();
    await checkCounts(context);
  }
  const resync = await openFullResync(context);
  for (;;) {
    await events.readOld();
    await clock.sleep(Math.min(resync.dueInMs(), settings.eventsEveryMs), signal);
    if (resync.dueInMs() > 0) continue;
    await resync.run();
    await checkCounts(context);
  }
}
