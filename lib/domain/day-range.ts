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
  // The offset is asked for at the guess and again at the answer: it may change in between.
  const guess = utcMidnight - offsetMs(utcMidnight, zone);
  const start = utcMidnight - offsetMs(guess, zone);
  return new Date(start).toISOString();
}

/** The last millisecond of a calendar day in a zone; null when `day` is no date. */
export function endOfDay(day: string, zone: string): string | null {
  const utcMidnight = toUtcMidnight(day);
  if (utcMidnight === null) return null;
  const nextDay = new Date(utcMidnight + DAY_MS).toISOString().slice(0, 10);
  const next = startOfDay(nextDay, zone);
  return next && new Date(Date.parse(next) - 1).toISOString();
}

function toUtcMidnight(day: string): number | null {
  if (!DAY_PATTERN.test(day)) return null;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // JavaScript rolls 30 February over to March: such a day does not exist.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
  return midnight;
}

/** How far the zone's wall clock is ahead of UTC at that instant. */
function offsetMs(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  return wall - Math.floor(instant / 1_000) * 1_000;
}
