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
  const parts = [failureCount(nfc, "chip"), failureCount(liveness, "liveness or face")];
  return {
    title: parts.filter((part) => part !== "").join(" and "),
    detail: isOver
      ? "between creation and the end; Kayle gives no times"
      : "since creation; Kayle gives no times",
  };
}

function failureCount(count: number, kind: string): string {
  if (count === 0) return "";
  return `${count} ${kind} ${count === 1 ? "failure" : "failures"}`;
}

function endTitle(entry: EntryOfKind<"ended">): string {
  if (entry.cause === "cancelled_after_failed") return "Failed";
  if (entry.cause === "cancelled_after_end") return "Ended";
  if (entry.cause === "unknown_status_ended") return `Ended as “${statusLabel(entry.status)}”`;
  if (entry.endedBy === "nfc") return "Third chip failure, session failed";
  if (entry.endedBy === "liveness") return "Third liveness or face failure, session failed";
  return statusLabel(entry.status);
}

function describeChange(entry: EntryOfKind<"changed_after_end">): TimelineText {
  const later = `${formatDuration(entry.afterEndMs)} after the end`;
  if (entry.cause === "cancelled_after_failed") {
    return { title: "Cancelled after the end", detail: `${later}; the person withdrew` };
  }
  return { title: "Changed after the end", detail: later };
}

function describeOverdue({ lateMs }: EntryOfKind<"overdue">): TimelineText {
  const late = lateMs === null ? "" : `${formatDuration(lateMs)} past its time; `;
  return { title: "Not closed yet", detail: `${late}Kayle closes such sessions from time to time` };
}

function sinceCreation(ms: number | null): string {
  if (ms === null) return "";
  if (ms < 0) return `${formatDuration(ms)} before creation, by the times in the record`;
  return `${formatDuration(ms)} after creation`;
}
