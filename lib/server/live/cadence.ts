import "server-only";
import type { LiveLane } from "@/lib/contracts/live";

/** While somebody has the session's page open. */
export const WATCHED_MS = 2_000;
/** One step often follows another. */
const AFTER_CHANGE_MS = 1_000;
const AFTER_CHANGE_FOR_MS = 10_000;
/** A row is one of many, and the list has the index behind it. */
const ROW_MS = 5_000;
/** Nothing has happened and nobody has come to look for so long. */
const QUIET_AFTER_MS = 5 * 60_000;
const VERY_QUIET_AFTER_MS = 15 * 60_000;
/** A change is to be on an open page within 3 s, however quiet it was before; half a second is the way. */
const QUIET_PAGE_MS = 2_500;
const QUIET_ROW_MS = 10_000;
const VERY_QUIET_ROW_MS = 20_000;
/** Kayle closes overdue sessions within minutes; one left open for an hour may stay so for ever. */
const LONG_OVERDUE_MS = 60 * 60_000;
const SLOWEST_MS = 30_000;

export type LiveSituation = {
  lane: LiveLane;
  /** Since a change was last seen; infinite where none was. */
  sinceChangeMs: number;
  /** Since somebody last came to watch. */
  sinceLookMs: number;
  /** Past its time; negative while it is not. */
  overdueMs: number;
  /** Failed reads in a row. */
  failures: number;
  /** As Kayle asked for; 0 where it did not. */
  retryAfterMs: number;
};

/** How long after one read of a session the next one begins, in milliseconds. */
export function toReadIntervalMs(situation: LiveSituation): number {
  const { failures, retryAfterMs, overdueMs } = situation;
  if (failures > 0) {
    const backoffMs = WATCHED_MS * 2 ** Math.min(failures - 1, 10);
    return Math.max(Math.min(backoffMs, SLOWEST_MS), retryAfterMs);
  }
  if (overdueMs > LONG_OVERDUE_MS) return SLOWEST_MS;
  const quietMs = Math.min(situation.sinceChangeMs, situation.sinceLookMs);
  if (situation.lane === "row") return toRowMs(quietMs);
  if (situation.sinceChangeMs < AFTER_CHANGE_FOR_MS) return AFTER_CHANGE_MS;
  return quietMs < QUIET_AFTER_MS ? WATCHED_MS : QUIET_PAGE_MS;
}

function toRowMs(quietMs: number): number {
  if (quietMs >= VERY_QUIET_AFTER_MS) return VERY_QUIET_ROW_MS;
  return quietMs >= QUIET_AFTER_MS ? QUIET_ROW_MS : ROW_MS;
}
