import { failuresText } from "../counters";
import { formatDuration } from "../duration";
import { statusLabel } from "../session-status";
import { changeText, minimisedText } from "./change-text";
import type { EntryOfKind, TimelineEntry, TimelineOrigin, TimelineText } from "./entry";
import { describeDelivery, describeEvent, describeStaff } from "./event-text";

const MINUTE_MS = 60_000;

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

/** Title and detail of one entry; every kind has its words here. */
export function describeTimelineEntry(entry: TimelineEntry): TimelineText {
  switch (entry.kind) {
    case "created":
      return { title: "Created", detail: "" };
    case "started":
      return { title: "Started", detail: "no time given" };
    case "failures":
      return describeFailures(entry);
    case "first_seen":
      return { title: "First seen by the desk", detail: `as “${statusLabel(entry.status)}”` };
    case "deadline":
      return { title: DEADLINE_TITLES[entry.state], detail: sinceCreation(entry.afterCreationMs) };
    case "overdue":
      return describeOverdue(entry);
    case "ended":
      return { title: endTitle(entry), detail: sinceCreation(entry.afterCreationMs) };
    case "changed_after_end":
      return describeAfterEnd(entry);
    case "minimised":
      return { title: "Details removed by Kayle", detail: minimisedText(entry.fields) };
    case "changed":
      return changeText(entry.changes);
    case "deleted":
      return { title: "Deleted at Kayle", detail: "it no longer knows this session" };
    case "event":
      return describeEvent(entry);
    case "delivery":
      return describeDelivery(entry);
    case "staff":
      return describeStaff(entry);
    case "gap":
      return { title: `${wholeMinutes(entry.ms)}, nothing recorded`, detail: "" };
  }
}

const DEADLINE_TITLES = {
  ahead: "Time will run out",
  passed: "Time ran out",
  unused: "Time would have run out",
} as const;

function describeFailures({ counter, from, to }: EntryOfKind<"failures">): TimelineText {
  const times = to - from === 1 ? "no time given" : "no times given";
  const detail = from === 0 ? times : `counter ${from} → ${to}, ${times}`;
  return { title: capitalise(failuresText(to - from, counter)), detail };
}

function endTitle(entry: EntryOfKind<"ended">): string {
  if (entry.lastFailure !== null) return `${capitalise(entry.lastFailure)}, session failed`;
  if (entry.endedBy === "device_trust") return "Device trust check, session failed";
  if (entry.cause === "cancelled_after_failed") return "Failed";
  if (entry.cause === "cancelled_after_end") return "Ended";
  if (entry.cause === "unknown_status_ended") return `Ended as “${statusLabel(entry.status)}”`;
  return statusLabel(entry.status);
}

function describeAfterEnd(entry: EntryOfKind<"changed_after_end">): TimelineText {
  const later = entry.afterEndMs ? `${laterText(entry.afterEndMs)}; ` : "";
  if (entry.withdrawal === "certain") {
    const detail = `${later}the person withdrew; do not ask them to send it again`;
    return { title: "Cancelled after the end", detail };
  }
  if (entry.withdrawal === "likely") {
    const detail = `${later}most likely the person withdrew; do not ask them to send it again`;
    return { title: "Changed after the end", detail };
  }
  const detail = `${later}the record says “${statusLabel(entry.status)}”, not what changed`;
  return { title: "Changed after the end", detail };
}

function laterText({ min, max }: { min: number; max: number }): string {
  if (min === max) return `${formatDuration(max)} later`;
  if (min <= 0) return `at most ${formatDuration(max)} later`;
  return `${formatDuration(min)} to ${formatDuration(max)} later`;
}

function describeOverdue({ lateMs }: EntryOfKind<"overdue">): TimelineText {
  const late = lateMs === null ? "" : `${formatDuration(lateMs)} past its time; `;
  const detail = `${late}Kayle usually closes such sessions within minutes`;
  return { title: "Still open: Kayle has not closed it yet", detail };
}

function sinceCreation(ms: number | null): string {
  if (ms === null) return "";
  if (ms < 0) return `${formatDuration(ms)} before creation, by the times in the record`;
  return `${formatDuration(ms)} after creation`;
}

/** `41 min`; one that lasts until now must not tick on the page. */
function wholeMinutes(ms: number): string {
  return formatDuration(Math.floor(ms / MINUTE_MS) * MINUTE_MS);
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
