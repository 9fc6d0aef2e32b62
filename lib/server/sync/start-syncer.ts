import "server-only";
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Logger } from "pino";
import type { Retention } from "../index/retention";
import { LeaseLostError, SYNC_LEASE } from "../index/sync-state";
import { describeFault } from "./describe-fault";
import { findDifference } from "./find-difference";
import { type LeadershipParts, runLeadership } from "./leadership";
import { releaseLease, takeLease } from "./lease";

export type Syncer = {
  leader: string;
  /** Stops the work and gives the lease back. */
  stop(): Promise<void>;
};

type SyncerParts = Omit<LeadershipParts, "leader" | "onFault" | "onCountCheck" | "onFilled"> & {
  log: Pick<Logger, "info" | "warn" | "error">;
};

/** Names this process, for people too; the random part tells two processes of one number apart. */
export function createLeaderName(): string {
  return `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
}

/**
 * Keeps the index in step for as long as the process lives: waits for the lease, works while it holds
 * it, and begins again after whatever went wrong.
 */
export function startSyncer(parts: SyncerParts): Syncer {
  const stopped = new AbortController();
  const leader = createLeaderName();
  const running = keepSyncing(parts, leader, stopped.signal);
  return {
    leader,
    async stop() {
      stopped.abort(new LeaseLostError());
      await running;
    },
  };
}

async function keepSyncing(parts: SyncerParts, leader: string, signal: AbortSignal): Promise<void> {
  const { db, clock, settings, log } = parts;
  // The built-in database has one process, so another holder of its lease is dead.
  let force = parts.engine === "pglite";
  const onCountCheck = toCountLog(log, settings.retention);
  const onFilled = () => log.info("the index has all that Kayle keeps");
  while (!signal.aborted) {
    try {
      const { leaseMs } = settings;
      if (await takeLease(db, { name: SYNC_LEASE, holder: leader, leaseMs, force })) {
        force = false;
        log.info({ leader }, "this desk keeps the index in step");
        await runLeadership(
          { ...parts, leader, onFault: toFaultLog(log), onCountCheck, onFilled },
          signal,
        );
      }
    } catch (error) {
      if (!signal.aborted) log.warn(describeFault(error), "the sync begins again");
    }
    await clock.sleep(settings.leaseRetryMs, signal).catch(() => undefined);
  }
  await releaseLease(db, SYNC_LEASE, leader).catch(() => undefined);
}

/** One line when trouble begins or changes, one when it is over. */
function toFaultLog(log: SyncerParts["log"]): LeadershipParts["onFault"] {
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
function toCountLog(
  log: SyncerParts["log"],
  retention: Retention,
): LeadershipParts["onCountCheck"] {
  let last: string | null = null;
  return (check) => {
    // Counts that could not be read say nothing new.
    if (check.upstream === null) return;
    const by = findDifference(check, retention)?.by ?? null;
    const told = by && JSON.stringify(by);
    if (told === last) return;
    last = told;
    if (by) log.warn({ indexHasMoreBy: by }, "the index's counts are not Kayle's");
    else log.info("the index's counts are Kayle's again");
  };
}
