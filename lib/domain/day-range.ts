import { toWallMs, toZonedParts } from "./zoned-parts";

const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * The first instant of a calendar day in a zone, as ISO 8601 in UTC.
 * @param day `YYYY-MM-DD`
 * @returns null when `day` is no such date
 */
export function startOfDay(day: string, zone: string): string | null {
  const utcMidnight = toUtcMidnight(day);
  if (utcMidnight === null) return null;
  return new Date(toZonedInstant(utcMidnight, zone)).toISOString();
}

/** The last millisecond of a calendar day in a zone; null when `day` is no date. */
export function endOfDay(day: string, zone: string): string | null {
  const utcMidnight = toUtcMidnight(day);
  if (utcMidnight === null) return null;
  const nextDay = new Date(utcMidnight + DAY_MS).toISOString().slice(0, 10);
  const next = startOfDay(nextDay, zone);
  return next && new Date(Date.parse(next) - 1).toISOString();
}

/**
 * The instant at which the zone's clocks show a wall time. Of a repeated hour the first one counts; a
 * skipped wall time is read by the clock before the change, so that a midnight that a zone skips
 * (Chile, the Azores) is the moment of the change.
 * @param wallMs the wall time as though it were UTC, in ms since 1970
 */
export function toZonedInstant(wallMs: number, zone: string): number {
  const before = wallMs - offsetMs(wallMs - DAY_MS, zone);
  const after = wallMs - offsetMs(wallMs + DAY_MS, zone);
  if (before === after) return before;
  const isBefore = before + offsetMs(before, zone) === wallMs;
  const isAfter = after + offsetMs(after, zone) === wallMs;
  return isAfter && !isBefore ? after : before;
}

function toUtcMidnight(day: string): number | null {
  if (!DAY_PATTERN.test(day)) return null;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // JavaScript rolls 30 February over to March: such a day does not exist.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  return midnight;
}

/** How far the zone's wall clock is ahead of UTC at that instant. */
export function offsetMs(instant: number, zone: string): number {
  return toWallMs(toZonedParts(instant, zone)) - Math.floor(instant / 1_000) * 1_000;
}
