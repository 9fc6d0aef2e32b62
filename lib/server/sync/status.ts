import "server-only";
import type { Db } from "../db/db";
import { type Retention, toWindowStart } from "../index/retention";
import { findState, SYNC_LEASE } from "../index/sync-state";
import { countUnreadable } from "../index/unreadable-rows";
import { type EventState, findEventState } from "./event-state";
import { findLeaseHolder } from "./lease";
import {
  faultStateSchema,
  findAsOf,
  findBackfill,
  findFullPass,
  findTruth,
  STATE_KEYS,
  type TruthState,
} from "./state";

/** How the index stands to Kayle, whichever desk keeps it. */
export type SyncStatus = {
  /** The newest part was in step with Kayle at this moment; null before the first look. */
  asOf: Date | null;
  /** Whether the whole window is in the index. */
  complete: boolean;
  /** Everything created since is in the index; null while that cannot be said of anything. */
  completeSince: Date | null;
  windowStart: Date;
  unreadableRows: number;
  /** The last fault between the desk and Kayle, while it lasts. */
  lastError: { code: string; at: Date } | null;
  /** Which desk keeps the index in step; null when none does. */
  holder: string | null;
};

export async function getSyncStatus(
  db: Db,
  { now, retention }: { now: Date; retention: Retention },
): Promise<SyncStatus> {
  const windowStart = toWindowStart(now, retention);
  const [asOf, backfill] = [await findAsOf(db), await findBackfill(db)];
  const missing = (backfill?.pending ?? []).filter(({ to }) => to > windowStart);
  const isStarted = asOf !== null && backfill !== null;
  const newest = missing.map(({ to }) => to).toSorted((a, b) => b.getTime() - a.getTime())[0];
  const reachesBack = isStarted && backfill.windowStart <= windowStart;
  // What a shorter retention took away is missing until the backfill has planned for the longer one.
  const keptAll = (backfill?.retentionDays ?? retention.days) >= retention.days;
  const complete = reachesBack && keptAll && missing.length === 0;
  return {
    asOf,
    complete,
    completeSince: isStarted ? (newest ?? windowStart) : null,
    windowStart,
    unreadableRows: await countUnreadable(db),
    lastError: await findState(db, STATE_KEYS.fault, faultStateSchema),
    holder: await findLeaseHolder(db, SYNC_LEASE),
  };
}

/** The last comparison with Kayle's own counts, the last pass over everything, and the events. */
export async function getSyncHistory(db: Db): Promise<{
  truth: TruthState | null;
  fullPass: { startedAt: Date; isFinished: boolean; lastFinished: Date | null } | null;
  events: EventState | null;
}> {
  const pass = await findFullPass(db);
  return {
    truth: await findTruth(db),
    fullPass: pass && {
      startedAt: pass.startedAt,
      isFinished: pass.rest === null,
      lastFinished: pass.lastFinished,
    },
    events: await findEventState(db),
  };
}
