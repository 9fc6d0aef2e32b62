import type { TimelineEntry } from "./entry";
import { type Instant, type Span, toSpan } from "./when";

/** Between which entries of the list one more may stand, whatever the clocks say. */
export type Place = { after?: number; before?: number };

/**
 * Puts an entry into a list that is in order. What must come before or after it by cause is kept first
 * (`place`), then what times of the same clock prove; only where both are silent, times of different
 * clocks are held against each other. An entry without a readable time stands right behind `after`.
 */
export function insertEntry(
  list: readonly TimelineEntry[],
  entry: TimelineEntry,
  { after = -1, before = list.length }: Place = {},
): TimelineEntry[] {
  const at = toSpan(entry.when).from;
  const index = at ? findIndex(list, at, after + 1, before) : after + 1;
  return list.toSpliced(index, 0, entry);
}

function findIndex(list: readonly TimelineEntry[], at: Instant, low: number, max: number): number {
  const firstAfter = list.findIndex((other, index) => index >= low && isProvenAfter(other, at));
  const high = Math.min(firstAfter === -1 ? list.length : firstAfter, Math.max(low, max));
  const isOver = (other: TimelineEntry) =>
    (spanOf(other).to?.ms ?? Number.POSITIVE_INFINITY) <= at.ms;
  let index = low + list.slice(low, high).findLastIndex(isOver) + 1;
  while (index < high && mayPass(list[index], at)) index += 1;
  return index;
}

/** A first look is told by when its answer came: what it shows may have been so for a while. */
function spanOf(entry: TimelineEntry): Span {
  const span = toSpan(entry.when);
  return entry.kind === "first_seen" ? { from: null, to: span.to } : span;
}

function isProvenAfter(other: TimelineEntry, at: Instant): boolean {
  const { from } = spanOf(other);
  return from !== null && from.clock === at.clock && from.ms > at.ms;
}

/** Nothing proves which came first: an interval counts by its middle. */
function mayPass(other: TimelineEntry | undefined, at: Instant): boolean {
  if (!other) return false;
  const { from, to } = spanOf(other);
  if (!to) return true;
  return ((from ?? to).ms + to.ms) / 2 <= at.ms;
}
