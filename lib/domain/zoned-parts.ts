/** What a zone's clocks and calendar show; `month` is 1 to 12. */
export type ZonedParts = Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;

/** Building a formatter costs far more than using it; null for a zone that this machine does not know. */
const formatters = new Map<string, Intl.DateTimeFormat | null>();
const FORMATTERS_MAX = 50;

/** Whether `zone` is a zone that this machine knows, such as `Europe/Paris` or `UTC`. */
export function isValidZone(zone: string): boolean {
  return findFormatter(zone) !== null;
}

/** The wall time in a zone at `ms` since 1970. An unknown zone is read as UTC. */
export function toZonedParts(ms: number, zone: string): ZonedParts {
  const parts: ZonedParts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of (findFormatter(zone) ?? UTC).formatToParts(ms)) {
    if (type in parts) parts[type as keyof ZonedParts] = Number(value);
  }
  return parts;
}

/** A wall time as though it were UTC, in ms since 1970. */
export function toWallMs({ year, month, day, hour, minute, second }: ZonedParts): number {
  // Within the last day that a date can hold, only the day itself is still one.
  return Date.UTC(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
}

function findFormatter(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  if (formatters.size >= FORMATTERS_MAX) formatters.clear();
  const made = makeFormatterOrNull(zone);
  formatters.set(zone, made);
  return made;
}

function makeFormatterOrNull(zone: string): Intl.DateTimeFormat | null {
  if (zone === "") return null;
  try {
    return makeFormatter(zone);
  } catch {
    return null;
  }
}

function makeFormatter(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
}

const UTC = makeFormatter("UTC");
