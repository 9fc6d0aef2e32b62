import { endSession, type Organisation } from "./organisation";
import { DAY_MS, FAILURE_KEPT_MS, isOpenStatus, type SessionRow } from "./row";

const SWEEP_EVERY_MS = 60_000;
const SESSION_KEPT_MS = 30 * DAY_MS;

export type Sweep = {
  /** Runs every sweep that is due by `now`; nothing else ever closes a session by time. */
  runDue(now: number): void;
  /** Runs one at `now`, due or not. */
  runNow(now: number): void;
};

/**
 * Closes what has run out, cuts failure codes out after seven days and deletes after thirty. There is
 * no timer: what is due is done before the next call is answered, with the times it would have had.
 */
export function createSweep(organisations: readonly Organisation[], start: number): Sweep {
  let lastTick = start;

  function closingTick(row: SessionRow, tick: number): number {
    const ticks = Math.ceil((row.expiresAt - start) / SWEEP_EVERY_MS);
    return Math.min(tick, start + Math.max(1, ticks) * SWEEP_EVERY_MS);
  }

  function closeOverdue(organisation: Organisation, tick: number): void {
    for (const row of organisation.sessions.listOverdue(tick)) {
      endSession(organisation, row, { status: "expired", at: closingTick(row, tick) });
    }
  }

  function forgetOld({ sessions }: Organisation, tick: number): void {
    const ended = sessions.all().filter((row) => !isOpenStatus(row.status));
    for (const row of ended) {
      const end = row.completedAt ?? Number.POSITIVE_INFINITY;
      if (end <= tick - SESSION_KEPT_MS) sessions.remove(row.id);
      else if (end <= tick - FAILURE_KEPT_MS && row.isHeld !== true) row.failureCode = null;
    }
  }

  function sweep(tick: number): void {
    for (const organisation of organisations) {
      closeOverdue(organisation, tick);
      forgetOld(organisation, tick);
    }
  }

  return {
    runDue(now) {
      const tick = start + Math.floor((now - start) / SWEEP_EVERY_MS) * SWEEP_EVERY_MS;
      if (tick <= lastTick) return;
      lastTick = tick;
      sweep(tick);
    },
    runNow: sweep,
  };
}
