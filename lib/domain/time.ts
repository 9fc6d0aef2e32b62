import { toWallMs, toZonedParts, type ZonedParts } from "./zoned-parts";

/**
 * Moments as people read them, always in a zone that the caller names. Month names and offsets are
 * built here rather than by the browser, because versions of Chromium and Node spell them
 * differently ("Sep", "Sept") and the server's page must equal the browser's.
 */

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?))?$/i;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const MS_PER_DAY = 86_400_000;

/**
 * Milliseconds since 1970 of an ISO 8601 moment, or null. A text without a zone is refused: reading
 * it would depend on the machine.
 */
export function toInstant(iso: string | null): number | null {
  if (iso === null || !ISO_INSTANT.test(iso)) return null;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}

/** `10:26:12`; a text that is no moment comes back as it is. An unknown zone is read as UTC. */
export function formatTime(iso: string, zone: string): string {
  const at = toInstant(iso);
  return at === null ? iso : clockText(toZonedParts(at, zone));
}

/** `23 Nov 2026, 10:26:12`; a text that is no moment comes back as it is. */
export function formatDateTime(iso: string, zone: string): string {
  const at = toInstant(iso);
  if (at === null) return iso;
  const parts = toZonedParts(at, zone);
  return `${dateText(parts)}, ${clockText(parts)}`;
}

/** `Today`, `Yesterday`, `Tomorrow`, else `21 Nov`, with the year where it is not this year's. */
export function formatDay(iso: string, zone: string, now: Date): string {
  const at = toInstant(iso);
  if (at === null) return iso;
  const parts = toZonedParts(at, zone);
  const today = toZonedParts(now.getTime(), zone);
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
  const parts = toZonedParts(ms, zone);
  const offsetMinutes = Math.round((toWallMs(parts) - ms) / 60_000);
  if (offsetMinutes === 0) return "UTC";
  const hours = Math.floor(Math.abs(offsetMinutes) / 60);
  const minutes = Math.abs(offsetMinutes) % 60;
  const rest = minutes === 0 ? "" : `:${String(minutes).padStart(2, "0")}`;
  return `UTC${offsetMinutes < 0 ? "−" : "+"}${hours}${rest}`;
}

function clockText({ hour, minute, second }: ZonedParts): string {
  return [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
}

function dateText({ day, month, year }: ZonedParts): string {
  return `${day} ${MONTHS[month - 1] ?? month} ${year}`;
}

function dayNumber({ year, month, day }: ZonedParts): number {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}
