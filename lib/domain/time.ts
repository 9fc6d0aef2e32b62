/**
 * Moments as people read them, always in a zone that the caller names. Month names and offsets are
 * built here rather than by the browser, because versions of Chromium and Node spell them
 * differently ("Sep", "Sept") and the server's page must equal the browser's.
 */

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?))?$/i;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const MS_PER_DAY = 86_400_000;

/** Building a formatter costs far more than using it, and a list formats hundreds of times. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const FORMATTERS_MAX = 50;

/**
 * Milliseconds since 1970 of an ISO 8601 moment, or null. A text without a zone is refused: reading
 * it would depend on the machine.
 */
export function toInstant(iso: string | null): number | null {
  if (iso === null || !ISO_INSTANT.test(iso)) return null;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}

/** Whether `zone` is a zone that this machine knows, such as `Europe/Paris` or `UTC`. */
export function isValidZone(zone: string): boolean {
  if (zone === "") return false;
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** `10:26:12`; a text that is no moment comes back as it is. An unknown zone is read as UTC. */
export function formatTime(iso: string, zone: string): string {
  const at = toInstant(iso);
  return at === null ? iso : clockText(toParts(at, zone));
}

/** `23 Nov 2026, 10:26:12`; a text that is no moment comes back as it is. */
export function formatDateTime(iso: string, zone: string): string {
  const at = toInstant(iso);
  if (at === null) return iso;
  const parts = toParts(at, zone);
  return `${dateText(parts)}, ${clockText(parts)}`;
}

/** `Today`, `Yesterday`, `Tomorrow`, else `21 Nov`, with the year where it is not this year's. */
export function formatDay(iso: string, zone: string, now: Date): string {
  const at = toInstant(iso);
  if (at === null) return iso;
  const parts = toParts(at, zone);
  const today = toParts(now.getTime(), zone);
  const daysAhead = dayNumber(parts) - dayNumber(today);
  if (daysAhead === 0) return "Today";
  if (daysAhead === -1) return "Yesterday";
  if (daysAhead === 1) return "Tomorrow";
  return parts.year === today.year ? dateText(parts).replace(/ \d+$/, "") : dateText(parts);
}

/** `Today 10:12:09`, `Yesterday 17:20:33`, `21 Nov 09:00:00`. */
export function formatDayTime(iso: string, zone: string, now: Date): string {
  if (toInstant(iso) === null) return iso;
  return `${formatDay(iso, zone, now)} ${formatTime(iso, zone)}`;
}

/** For sentences: the time alone where the moment is today, else date and time. */
export function formatMoment(iso: string, zone: string, now: Date): string {
  return formatDay(iso, zone, now) === "Today" ? formatTime(iso, zone) : formatDateTime(iso, zone);
}

/** The zone's distance from UTC at that moment: `UTC`, `UTC+1`, `UTC+5:30`, `UTC−3`. */
export function zoneLabel(zone: string, at: Date): string {
  const ms = Number.isNaN(at.getTime()) ? 0 : at.getTime();
  const parts = toParts(ms, zone);
  const local = dayNumber(parts) * MS_PER_DAY + secondOfDay(parts) * 1000;
  const offsetMinutes = Math.round((local - ms) / 60_000);
  if (offsetMinutes === 0) return "UTC";
  const hours = Math.floor(Math.abs(offsetMinutes) / 60);
  const minutes = Math.abs(offsetMinutes) % 60;
  const rest = minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`;
  return `UTC${offsetMinutes < 0 ? "−" : "+"}${hours}${rest}`;
}

type Parts = Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;

function toParts(ms: number, zone: string): Parts {
  const parts: Parts = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of getFormatter(zone).formatToParts(ms)) {
    if (type in parts) parts[type as keyof Parts] = Number(value);
  }
  return parts;
}

function getFormatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  if (formatters.size >= FORMATTERS_MAX) formatters.clear();
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: isValidZone(zone) ? zone : "UTC",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(zone, made);
  return made;
}

function clockText({ hour, minute, second }: Parts): string {
  return [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
}

function dateText({ day, month, year }: Parts): string {
  return `${day} ${MONTHS[month - 1] ?? month} ${year}`;
}

function dayNumber({ year, month, day }: Parts): number {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

function secondOfDay({ hour, minute, second }: Parts): number {
  return hour * 3600 + minute * 60 + second;
}
