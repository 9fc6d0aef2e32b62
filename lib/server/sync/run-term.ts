import "server-only";
import { setMaxListeners } from "node:events";
import type { OpenDatabase } from "../db/db";
import { LeaseLostError, SYNC_LEASE, saveState } from "../index/sync-state";
import type { UpstreamError } from "../upstream/upstream-error";
import { openBackfill } from "./backfill";
import { checkTruth } from "./check-truth";
import { openEventCycle } from "./event-cycle";
import { createFreshCycle } from "./fresh-cycle";
import { openFullPass } from "./full-pass";
import { takeLease } from "./lease";
import { runMaintenance } from "./maintenance";
import { createPace } from "./pace";
import { STATE_KEYS, type TruthState } from "./state";
import type { SyncClock } from "./sync-clock";
import type { SyncContext } from "./sync-context";
import { GAP_AFTER_MS, type SyncSettings } from "./sync-settings";
import { createSyncSource, type SyncClient } from "./sync-source";

export type TermParts = Pick<OpenDatabase, "db" | "engine"> & {
  client: SyncClient;
  clock: SyncClock;
  settings: SyncSettings;
  holder: string;
  /** Told of each fault between the desk and Kayle, and of null when it is over. */
  onFault(error: UpstreamError | null): void;
  /** Told of each comparison with Kayle's own counts. */
  onTruth(truth: TruthState): void;
  /** Told when everything that was missing has come in. */
  onFilled?(): void;
};

/** How long the hourly walk waits before it looks again whether a pass is due. */
const IDLE_MS = 1_000;
const RENEWALS_PER_LEASE = 3;

/**
 * Keeps the index in step for as long as this desk holds the lease. Rejects when it has lost it, when
 * `signal` aborts, and with whatever broke; nothing of it runs on then.
 */
export async function runTerm(parts: TermParts, signal: AbortSignal): Promise<never> {
  return withTerm(parts, signal, async (context) => {
    // Before anything else: it looks how far back the last term had come.
    const backfill = await openBackfill(context);
    return [
      keepFresh(context),
      keepEvents(context),
      workSlowly(context, backfill, parts.onFilled),
      runMaintenance(context, parts.engine),
    ];
  });
}

/**
 * Runs what `begin` gives beside the renewal of the lease. The first to end, well or badly, ends the
 * term; what it gave is given once all the others have stopped.
 */
export async function withTerm<T>(
  parts: TermParts,
  signal: AbortSignal,
  begin: (context: SyncContext) => Promise<Promise<T>[]>,
): Promise<T> {
  const ended = new AbortController();
  const own = AbortSignal.any([signal, ended.signal]);
  // All who wait in this term listen to the one signal; there are more than Node's usual ten.
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

function toContext(parts: TermParts, signal: AbortSignal): SyncContext {
  const { db, client, clock, settings, holder } = parts;
  const onFault = (error: UpstreamError | null) => {
    parts.onFault(error);
    const fault = error && { code: error.code, at: clock.now() };
    // What cannot be noted now is noted with the next fault; the sync itself goes on.
    saveState(db, STATE_KEYS.fault, fault, holder).catch(() => undefined);
  };
  const pace = createPace(settings.rpsMax);
  const source = createSyncSource({ client, pace, clock, signal, onFault });
  return { db, source, clock, settings, signal, holder, onTruth: parts.onTruth };
}

async function renewLease({
  db,
  holder,
  signal,
  clock,
  settings: { leaseMs },
}: SyncContext): Promise<never> {
  for (;;) {
    await clock.sleep(leaseMs / RENEWALS_PER_LEASE, signal);
    if (!(await takeLease(db, { name: SYNC_LEASE, holder, leaseMs }))) throw new LeaseLostError();
  }
}

/** Ends after a silence so long that the next term must look for what was missed. */
async function keepFresh(context: SyncContext): Promise<never> {
  const { clock, settings, signal } = context;
  const cycle = createFreshCycle(context);
  let doneAt = clock.now();
  for (;;) {
    const startedAt = clock.now();
    if (startedAt.getTime() - doneAt.getTime() >= GAP_AFTER_MS) throw new LeaseLostError();
    await cycle.run();
    doneAt = startedAt;
    const spentMs = clock.now().getTime() - startedAt.getTime();
    await clock.sleep(Math.max(settings.freshEveryMs - spentMs, 0), signal);
  }
}

async function keepEvents(context: SyncContext): Promise<never> {
  const cycle = await openEventCycle(context);
  for (;;) await context.clock.sleep(await cycle.run(), context.signal);
}

async function workSlowly(
  context: SyncContext,
  backfill: Awaited<ReturnType<typeof openBackfill>>,
  onFilled: TermParts["onFilled"],
): Promise<never> {
  if (await fillUp(context, backfill)) {
    onFilled?.();
    // Not before: whoever waits for the index need not wait for this.
    await checkTruth(context);
  }
  const fullPass = await openFullPass(context);
  for (;;) {
    context.signal.throwIfAborted();
    const came = await fullPass.step();
    if (came === "finished") await checkTruth(context);
    if (came === "idle") await context.clock.sleep(IDLE_MS, context.signal);
  }
}

/**
 * Slices of the backfill that are walked side by side, so that neither Kayle nor the database has to wait
 * for the other. The pace is one for all.
 */
const SLICES_AT_ONCE = 4;

/** Brings in all that is missing; false where nothing was. */
export async function fillUp(
  context: SyncContext,
  backfill: Awaited<ReturnType<typeof openBackfill>>,
): Promise<boolean> {
  const written: Promise<void>[] = [];
  /** Goes on to the next slice while the end of the last one is being written. */
  async function walkOn(): Promise<void> {
    let last: Promise<void> | undefined;
    for (let slice = backfill.step(); slice; slice = backfill.step()) {
      written.push(slice.written);
      await Promise.all([slice.listed, last]);
      last = slice.written;
      context.signal.throwIfAborted();
    }
  }
  // All are waited for, so that nothing runs on after the first failure.
  const walks = await Promise.allSettled(Array.from({ length: SLICES_AT_ONCE }, walkOn));
  for (const end of [...walks, ...(await Promise.allSettled(written))]) {
    if (end.status === "rejected") throw end.reason;
  }
  return written.length > 0;
}
