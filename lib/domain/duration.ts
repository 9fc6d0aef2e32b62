import { toInstant } from "./time";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const SHORT_UNITS = [
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["min", MINUTE_MS],
  ["s", SECOND_MS],
] as const;

const LONG_UNITS = [
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", MINUTE_MS],
  ["second", SECOND_MS],
] as const;

/** Below this a moment is "just now": clocks of two machines differ by as much. */
const JUST_NOW_MS = 10 * SECOND_MS;

/**
 * A length of time by its two largest units: `28 min 10 s`, `4 h 2 min`, `12 s`. The sign is
 * dropped; what is no number reads "an unknown time".
 */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "an unknown time";
  const length = Math.abs(ms);
  const first = SHORT_UNITS.findIndex(([, size]) => length >= size);
  if (first === -1) return length === 0 ? "0 s" : "less than 1 s";
  let rest = length;
  const texts: string[] = [];
  for (const [unit, size] of SHORT_UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    if (count > 0) texts.push(`${count} ${unit}`);
    rest -= count * size;
  }
  return texts.join(" ");
}

/** `12 minutes ago`, `in 33 minutes`, `just now`; a text that is no moment comes back as it is. */
export function formatRelative(iso: string, now: Date): string {
  const at = toInstant(iso);
  if (at === null) return iso;
  const aheadMs = at - now.getTime();
  if (Math.abs(aheadMs) < JUST_NOW_MS) return "just now";
  const length = formatRough(aheadMs);
  return aheadMs > 0 ? `in ${length}` : `${length} ago`;
}

/** The largest unit alone, rounded down, as a word: `33 minutes`, `1 hour`. The sign is dropped. */
export function formatRough(ms: number): string {
  if (!Number.isFinite(ms)) return "an unknown time";
  const length = Math.abs(ms);
  const [unit, size] = LONG_UNITS.find(([, unitMs]) => length >= unitMs) ?? ["second", SECOND_MS];
  const count = Math.floor(length / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
