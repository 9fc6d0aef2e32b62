import "server-only";
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Logger } from "pino";
import type { Retention } from "../index/retention";
import { LeaseLostError, SYNC_LEASE } from "../index/sync-state";
import { describeFault } from "./describe-fault";
import { findDifference } from "./find-difference";
import { releaseLease, takeLease } from "./lease";
import { runTerm, type TermParts } from "./run-term";

export type Syncer = {
  holder: string;
  /** Stops the work and gives the lease back. */
  stop(): Promise<void>;
};

export type SyncerParts = Omit<TermParts, "holder" | "onFault" | "onTruth" | "onFilled"> & {
  log: Pick<Logger, "info" | "warn" | "error">;
};

/** Names this process, for people too; the random part tells two processes of one number apart. */
export function createHolderName(): string {
  return `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
}

/**
 * Keeps the index in step for as long as the process lives: waits for the lease, works while it holds
 * it, and begins again after whatever went wrong.
 */
export function startSyncer(parts: SyncerParts): Syncer {
  const stopped = new AbortController();
  const holder = createHolderName();
  const running = keepSyncing(parts, holder, stopped.signal);
  return {
    holder,
    async stop() {
      stopped.abort(new LeaseLostError());
      await running;
    },
  };
}

async function keepSyncing(parts: SyncerParts, holder: string, signal: AbortSignal): Promise<void> {
  const { db, clock, settings, log } = parts;
  // The built-in database has one process, so whoever still holds the lease there is dead.
  let force = parts.engine === "pglite";
  const onTruth = toTruthLog(log, settings.retention);
  const onFilled = () => log.info("the index has all that Kayle keeps");
  while (!signal.aborted) {
    try {
      const { leaseMs } = settings;
      if (await takeLease(db, { name: SYNC_LEASE, holder, leaseMs, force })) {
        force = false;
        log.info({ holder }, "this desk keeps the index in step");
        await runTerm({ ...parts, holder, onFault: toFaultLog(log), onTruth, onFilled }, signal);
      }
    } catch (error) {
      if (!signal.aborted) log.warn(describeFault(error), "the sync begins anew");
    }
    await clock.sleep(settings.leaseRetryMs, signal).catch(() => undefined);
  }
  await releaseLease(db, SYNC_LEASE, holder).catch(() => undefined);
}

/** One line when trouble begins or changes, one when it is over. */
function toFaultLog(log: SyncerParts["log"]): TermParts["onFault"] {
  let last: string | null = null;
  return (error) => {
    const code = error?.code ?? null;
    if (code === last) return;
    last = code;
    if (error) log.warn({ fault: error.code, detail: error.logDetail }, "the sync waits for Kayle");
    else log.info("the sync goes on");
  };
}

/** One line when the counts begin to differ or differ otherwise, one when they agree again. */
function toTruthLog(log: SyncerParts["log"], retention: Retention): TermParts["onTruth"] {
  let last: string | null = null;
  return (truth) => {
    // Counts that could not be read say nothing new.
    if (truth.upstream === null) return;
    const by = findDifference(truth, retention)?.by ?? null;
    const told = by && JSON.stringify(by);
    if (told === last) return;
    last = told;
    if (by) log.warn({ indexHasMoreBy: by }, "the index's counts are not Kayle's");
    else log.info("the index's counts are Kayle's again");
  };
}
