import { failuresText } from "./counters";
import { formatDuration } from "./duration";
import { statusLabel } from "./session-status";
import type { TimelineEntry, TimelineOrigin } from "./timeline";

export type TimelineText = { title: string; detail: string };

/** The words for where an entry is from. */
export function originLabel(origin: TimelineOrigin): string {
  return ORIGIN_LABELS[origin];
}

const ORIGIN_LABELS: Record<TimelineOrigin, string> = {
  record: "Kayle’s record",
  clock: "The clock",
  event: "Kayle’s event",
  seen: "Seen by the desk",
  staff: "Staff",
};

/**
 * Title and detail of one entry. The detail is a phrase that may be empty; the page adds the moment
 * and where the entry is from.
 */
export function describeTimelineEntry(entry: TimelineEntry): TimelineText {
  switch (entry.kind) {
    case "created":
      return { title: "Created", detail: "" };
    case "failures":
      return describeFailures(entry);
    case "deadline":
      return { title: DEADLINE_TITLES[entry.state], detail: sinceCreation(entry.afterCreationMs) };
    case "ended":
      return { title: endTitle(entry), detail: sinceCreation(entry.afterCreationMs) };
    case "changed_after_end":
      return describeChange(entry);
    case "overdue":
      return describeOverdue(entry);
  }
}

type EntryOfKind<Kind extends TimelineEntry["kind"]> = Extract<TimelineEntry, { kind: Kind }>;

const DEADLINE_TITLES = {
  ahead: "Time will run out",
  passed: "Time ran out",
  unused: "Time would have run out",
} as const;

function describeFailures({ nfc, liveness, isOver }: EntryOfKind<"failures">): TimelineText {
  const parts = [
    nfc > 0 ? failuresText(nfc, "nfc") : null,
    liveness > 0 ? failuresText(liveness, "liveness") : null,
  ];
  const title = parts.filter((part) => part !== null).join(" and ");
  return {
    title: title.charAt(0).toUpperCase() + title.slice(1),
    detail: isOver
      ? "between creation and the end; Kayle gives no times"
      : "since creation; Kayle gives no times",
  };
}

function endTitle(entry: EntryOfKind<"ended">): string {
  if (entry.lastFailure !== null) {
    return `${entry.lastFailure.charAt(0).toUpperCase()}${entry.lastFailure.slice(1)}, session failed`;
  }
  if (entry.endedBy === "device_trust") return "Device trust check, session failed";
  if (entry.cause === "cancelled_after_failed") return "Failed";
  if (entry.cause === "cancelled_after_end") return "Ended";
  if (entry.cause === "unknown_status_ended") return `Ended as “${statusLabel(entry.status)}”`;
  return statusLabel(entry.status);
}

function describeChange(entry: EntryOfKind<"changed_after_end">): TimelineText {
  const later = `${formatDuration(entry.afterEndMs)} later`;
  if (entry.cause === "cancelled_after_failed") {
    return { title: "Cancelled after the end", detail: `${later}; the person withdrew` };
  }
  const why =
    entry.cause === "cancelled_after_end"
      ? "most likely the person withdrew"
      : "the record does not say what changed";
  return { title: "Changed after the end", detail: `${later}; ${why}` };
}

function describeOverdue({ lateMs }: EntryOfKind<"overdue">): TimelineText {
  const late = lateMs === null ? "" : `${formatDuration(lateMs)} past its time; `;
  return {
    title: "Not closed yet",
    detail: `${late}Kayle usually closes such sessions within minutes`,
  };
}

function sinceCreation(ms: number | null): string {
  if (ms === null) return "";
  if (ms < 0) return `${formatDuration(ms)} before creation, by the times in the record`;
  return `${formatDuration(ms)} after creation`;
}
