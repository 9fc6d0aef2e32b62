import { endOfDay, offsetMs, startOfDay, toZonedInstant } from "../day-range";
import type { SearchContext } from "./query";

/** A moment or a stretch of time as it is written: `start` counts, `end` does not; ms since 1970. */
export type Moment = {
  kind: "day" | "instant" | "ago";
  start: number;
  end: number;
  /** How it is written in canonical text. */
  text: string;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i;
const AGO = /^(\d{1,6})(s|m|min|h|d|w)$/i;

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
/** Days and weeks count 24 hours each, whatever the clocks do. */
const UNITS_MS: Record<string, number> = {
  s: 1_000,
  m: MS_PER_MINUTE,
  min: MS_PER_MINUTE,
  h: 60 * MS_PER_MINUTE,
  d: MS_PER_DAY,
  w: 7 * MS_PER_DAY,
};

/** 2000 to 2099 in any zone: every database understands these, and no session lies outside of them. */
const EARLIEST = Date.UTC(1999, 11, 31);
const LATEST = Date.UTC(2100, 0, 2);

/**
 * Reads a moment: a day of the zone, `today`, `yesterday`, a time with or without its zone, or how long
 * ago. Null where it is none; `out of range` before 2000 and after 2099.
 */
export function readMoment(text: string, context: SearchContext): Moment | "out of range" | null {
  const moment = readDay(text, context) ?? readInstant(text, context) ?? readAgo(text, context);
  if (moment === null) return null;
  return moment.start >= EARLIEST && moment.end <= LATEST ? moment : "out of range";
}

/** The calendar day that the zone's clocks show, `YYYY-MM-DD`, moved by whole days. */
function dayInZone({ now, zone }: SearchContext, plusDays = 0): string {
  const wall = now.getTime() + offsetMs(now.getTime(), zone) + plusDays * MS_PER_DAY;
  return new Date(wall).toISOString().slice(0, 10);
}

function readDay(text: string, context: SearchContext): Moment | null {
  const name = text.toLowerCase();
  const day =
    name === "today" || name === "yesterday" ? dayInZone(context, name === "today" ? 0 : -1) : text;
  if (!DAY.test(day)) return null;
  const start = startOfDay(day, context.zone);
  const last = endOfDay(day, context.zone);
  if (start === null || last === null) return null;
  return { kind: "day", start: Date.parse(start), end: Date.parse(last) + 1, text: name };
}

/** Without a zone of its own the time is read by the clocks of the viewer's zone. */
function readInstant(text: string, context: SearchContext): Moment | null {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [, day = "", hour, minute, second, fraction, offset] = match;
  const clock = `${hour}:${minute}:${second ?? "00"}.${(fraction ?? "").padEnd(3, "0")}`;
  if (startOfDay(day, "UTC") === null) return null;
  const wall = Date.parse(`${day}T${clock}Z`);
  const start =
    offset === undefined
      ? toZonedInstant(wall, context.zone)
      : wall - offsetOf(offset.toUpperCase());
  const isToMinute = second === undefined;
  const width = isToMinute ? MS_PER_MINUTE : 1_000 / 10 ** (fraction?.length ?? 0);
  return { kind: "instant", start, end: start + width, text: text.toUpperCase().replace(" ", "T") };
}

function offsetOf(offset: string): number {
  if (offset === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * MS_PER_MINUTE;
  return sign === "-" ? -size : size;
}

function readAgo(text: string, { now }: SearchContext): Moment | null {
  const [, count, unit] = AGO.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  const at = now.getTime() - Number(count) * (UNITS_MS[unit.toLowerCase()] ?? 0);
  return { kind: "ago", start: at, end: at, text: text.toLowerCase() };
}
