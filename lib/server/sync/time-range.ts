import "server-only";
import { z } from "zod";

/** A stretch of `created_at`, both ends included. */
export type TimeRange = { from: Date; to: Date };

const instantSchema = z.iso.datetime().transform((text) => new Date(text));

/** As kept in the database: ISO 8601, UTC. */
export const timeRangeSchema = z.object({ from: instantSchema, to: instantSchema });

const SHORTEST_MS = 5 * 60_000;
const LONGEST_MS = 3 * 86_400_000;
const FIRST_MS = 6 * 3_600_000;
/** Few enough to scan again after a crash, many enough to make few calls where little happens. */
const ROWS_WANTED = 20_000;

/** How long the next slice shall be, after one of `rows` rows took `lastMs` of time. */
export function toSliceMs(last: { ms: number; rows: number } | null): number {
  if (last === null) return FIRST_MS;
  const wanted = (last.ms * ROWS_WANTED) / Math.max(last.rows, 1);
  // Traffic changes over the day, so the length follows slowly.
  const followed = Math.min(Math.max(wanted, last.ms / 4), last.ms * 4);
  return Math.round(Math.min(Math.max(followed, SHORTEST_MS), LONGEST_MS));
}

/** The newest slice of a range, and what remains of it; null where nothing does. */
export function cutNewest(
  { from, to }: TimeRange,
  sliceMs: number,
): { slice: TimeRange; rest: TimeRange | null } {
  const cut = new Date(to.getTime() - sliceMs);
  // Both parts hold the moment of the cut: Kayle's times are finer than those it shows.
  return cut > from
    ? { slice: { from: cut, to }, rest: { from, to: cut } }
    : { slice: { from, to }, rest: null };
}
