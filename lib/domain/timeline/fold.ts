import type { TimelineEntry } from "./entry";

/** A list as long as this is shown whole. */
export const SHOWN_MAX = 14;
const HEAD_COUNT = 3;
const TAIL_COUNT = 9;

export type FoldedTimeline = {
  head: readonly TimelineEntry[];
  /** What is left out at first; empty where the list is short. */
  folded: readonly TimelineEntry[];
  tail: readonly TimelineEntry[];
};

/** The beginning and the latest part of a long list; what lies between waits. */
export function foldTimeline(entries: readonly TimelineEntry[]): FoldedTimeline {
  if (entries.length <= SHOWN_MAX) return { head: entries, folded: [], tail: [] };
  return {
    head: entries.slice(0, HEAD_COUNT),
    folded: entries.slice(HEAD_COUNT, -TAIL_COUNT),
    tail: entries.slice(-TAIL_COUNT),
  };
}

/** Only what went wrong, in the same order. */
export function onlyFailures(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.filter(isFailure);
}

/** Whether an entry tells of something that went wrong, for the person or for a delivery. */
export function isFailure(entry: TimelineEntry): boolean {
  switch (entry.kind) {
    case "failures":
      return true;
    case "ended":
      return entry.status === "failed" || entry.endedBy !== null;
    case "event":
      return entry.eventType.endsWith(".failed");
    case "delivery":
      return entry.delivery.status === "failed";
    default:
      return false;
  }
}
