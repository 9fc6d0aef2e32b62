import { toInstant } from "../time";
import type { Bound, TimelineEntry } from "./entry";
import { toSpan } from "./when";

/** Shorter than this, that nothing is recorded is not worth a line. */
const GAP_MIN_MS = 10 * 60_000;

/**
 * Says where nothing is recorded: between what ended last and what may have begun next. `until` is now
 * while the session is open, null once nothing more is to come. Where the clocks differ, only Kayle's
 * own times are held against each other.
 */
export function withGaps(
  entries: readonly TimelineEntry[],
  doClocksAgree: boolean,
  until: Bound | null,
): TimelineEntry[] {
  const told: TimelineEntry[] = [];
  let reach: Bound | null = null;
  for (const entry of entries) {
    if (isOnlyClock(entry)) {
      told.push(entry);
      continue;
    }
    const { from, to } = endsOf(entry);
    const gap = from && toGap(reach, from, doClocksAgree, entries);
    if (gap) told.push(gap);
    told.push(entry);
    reach = to ? reachOf(reach, to, doClocksAgree) : reach;
  }
  const last = until && toGap(reach, until, doClocksAgree, entries);
  if (!last) return told;
  const index = told.findLastIndex((entry) => !isOnlyClock(entry));
  return told.toSpliced(index + 1, 0, last);
}

/** A deadline that lies ahead or was never reached is no event, and neither is being late. */
function isOnlyClock(entry: TimelineEntry): boolean {
  return entry.kind === "overdue" || (entry.kind === "deadline" && entry.state !== "passed");
}

function endsOf({ when }: TimelineEntry): { from: Bound | null; to: Bound | null } {
  if (when.kind === "unknown") return { from: null, to: null };
  return when.kind === "at" ? { from: when, to: when } : when;
}

function reachOf(reach: Bound | null, to: Bound, doClocksAgree: boolean): Bound {
  if (!reach) return to;
  // With clocks that differ, what stands last in the order counts: nothing tells which is later.
  if (!doClocksAgree && reach.clock !== to.clock) return to;
  return (toInstant(to.at) ?? 0) > (toInstant(reach.at) ?? 0) ? to : reach;
}

function toGap(
  from: Bound | null,
  to: Bound,
  doClocksAgree: boolean,
  entries: readonly TimelineEntry[],
): TimelineEntry | null {
  if (!from || (!doClocksAgree && from.clock !== to.clock)) return null;
  const [start, end] = [toInstant(from.at), toInstant(to.at)];
  if (start === null || end === null || end - start < GAP_MIN_MS) return null;
  if (entries.some((entry) => mayLieWithin(entry, start, end))) return null;
  const when = { kind: "between", from: toPlain(from), to: toPlain(to) } as const;
  const ms = end - start;
  return { kind: "gap", key: `gap:${from.at}`, origin: "clock", when, seenIn: null, ms };
}

/** Whether an entry may tell of something between two moments; where it stands in the list is no proof. */
function mayLieWithin(entry: TimelineEntry, start: number, end: number): boolean {
  if (isOnlyClock(entry)) return false;
  const { from, to } = toSpan(entry.when);
  return from !== null && to !== null && from.ms < end && to.ms > start;
}

function toPlain({ at, clock }: Bound): Bound {
  return { at, clock };
}
