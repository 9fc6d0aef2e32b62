import { toInstant } from "./time";
import type { TimelineEntry } from "./timeline";

/** The natural order of a session, for equal times and for entries without a time. */
const RANKS: Record<TimelineEntry["kind"], number> = {
  created: 0,
  failures: 1,
  deadline: 2,
  ended: 3,
  changed_after_end: 4,
  overdue: 5,
};

/**
 * Oldest first by the record's own times, whatever those times say; an entry without a usable time
 * takes its natural place. Stable: the same entries always come out in the same order.
 */
export function sortEntries(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const timed = entries
    .filter((entry) => toInstant(entry.at) !== null)
    .sort((a, b) => (toInstant(a.at) ?? 0) - (toInstant(b.at) ?? 0) || rankOf(a) - rankOf(b));
  const untimed = entries
    .filter((entry) => toInstant(entry.at) === null)
    .sort((a, b) => rankOf(a) - rankOf(b));
  return untimed.reduce(insertByRank, timed);
}

/** Right behind the last entry that naturally comes before it, or in front of all. */
function insertByRank(sorted: TimelineEntry[], entry: TimelineEntry): TimelineEntry[] {
  const before = sorted.findLastIndex((other) => rankOf(other) <= rankOf(entry));
  return sorted.toSpliced(before + 1, 0, entry);
}

function rankOf(entry: TimelineEntry): number {
  return RANKS[entry.kind];
}
