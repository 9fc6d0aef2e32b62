import { DAY_MS, FAILURE_KEPT_MS } from "./bulk";
import { endSession, type Organisation } from "./organisation";
import { isOpenStatus, type SessionRow } from "./row";

const SWEEP_EVERY_MS = 60_000;
const SESSION_KEPT_MS = 30 * DAY_MS;
/** By then every session has ended: its hour, and the sweep that closes it. */
const LONGEST_LIFE_MS = 62 * 60_000;

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
  const deleted = new Map<Organisation, number>();

  function closingTick(row: SessionRow, tick: number): number {
    const ticks = Math.ceil((row.expiresAt - start) / SWEEP_EVERY_MS);
    return Math.min(tick, start + Math.max(1, ticks) * SWEEP_EVERY_MS);
  }

  function closeOverdue(organisation: Organisation, tick: number): void {
    for (const row of organisation.sessions.takeOverdue(tick)) {
      endSession(organisation, row, { status: "expired", at: closingTick(row, tick) });
    }
  }

  function deleteOldBulk(organisation: Organisation, tick: number): void {
    const { bulk } = organisation.sessions;
    if (bulk === null) return;
    let place = deleted.get(organisation) ?? 0;
    const oldest = tick - SESSION_KEPT_MS - LONGEST_LIFE_MS;
    for (; place < bulk.size; place++) {
      const index = bulk.order.nthCreated(place);
      if (bulk.createdAt(index) > oldest) break;
      if (!bulk.isTaken(index)) bulk.take(index);
    }
    deleted.set(organisation, place);
  }

  function forgetOld({ sessions }: Organisation, tick: number): void {
    const ended = sessions.written.all().filter((row) => !isOpenStatus(row.status));
    for (const row of ended) {
      const end = row.completedAt ?? Number.POSITIVE_INFINITY;
      if (end <= tick - SESSION_KEPT_MS) sessions.remove(row.id);
      else if (end <= tick - FAILURE_KEPT_MS && row.isHeld !== true) row.failureCode = null;
    }
  }

  function sweep(tick: number): void {
    for (const organisation of organisations) {
      closeOverdue(organisation, tick);
      deleteOldBulk(organisation, tick);
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
