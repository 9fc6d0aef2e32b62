import type { TriesKind } from "../failure-code";
import type { ObservedChange } from "../observation";
import { isOpen } from "../session";
import { toBetween } from "./bounds";
import type { EntryOfKind, MinimisedField, TimelineEntry, TimelineWhen } from "./entry";
import type { StepContext } from "./step-context";

/** What Kayle took out of a session that had ended: the reason, what was asked for, the redirect. */
export function toMinimisedEntry(context: StepContext): EntryOfKind<"minimised"> | null {
  const { step, to, boundsToLook, origin, seenIn, keyEnd } = context;
  if (isOpen(to)) return null;
  const fields = step.changes.map(toMinimisedField).filter((field) => field !== null);
  if (fields.length === 0) return null;
  const when = toBetween(boundsToLook.from, boundsToLook.to);
  return { kind: "minimised", key: `minimised:${keyEnd}`, origin, when, seenIn, fields };
}

function toMinimisedField(change: ObservedChange): MinimisedField | null {
  if (change.field === "failure_code") return change.to === null ? "failure_code" : null;
  if (change.field === "share_fields") return change.to < change.from ? "share_fields" : null;
  if (change.field === "redirect_url") return change.from && !change.to ? "redirect_url" : null;
  return null;
}

/**
 * What no entry of the step tells: fields that changed in a way that has no name here. A new time of
 * writing alone is told too, unless another entry of the step explains it.
 */
export function toChangedEntry(
  context: StepContext,
  told: readonly TimelineEntry[],
): EntryOfKind<"changed"> | null {
  const { step, to, boundsToLook, origin, seenIn, keyEnd } = context;
  const untold = step.changes.filter((change) => !isTold(change, told));
  const changes = untold.filter(({ field }) => field !== "updated_at");
  const isWrittenOnly = changes.length === 0;
  if (isWrittenOnly && (untold.length === 0 || told.length > 0 || step.isFromCreation)) return null;
  const written: TimelineWhen = { kind: "at", at: to.updated_at, clock: "kayle" };
  return {
    kind: "changed",
    key: `changed:${keyEnd}`,
    origin,
    when: isWrittenOnly ? written : toBetween(boundsToLook.from, boundsToLook.to),
    seenIn,
    changes: isWrittenOnly ? untold : changes,
  };
}

function isTold(change: ObservedChange, told: readonly TimelineEntry[]): boolean {
  const has = (kind: TimelineEntry["kind"]) => told.some((entry) => entry.kind === kind);
  switch (change.field) {
    case "status":
      return has("ended") || has("changed_after_end") || (has("started") && isStart(change.to));
    case "completed_at":
      return has("ended");
    case "failure_code":
      return (has("ended") && change.from === null) || toMinimisedFieldIn(change, told);
    case "nfc_tries_used":
    case "liveness_tries_used":
      return isFailureTold(change.field === "nfc_tries_used" ? "nfc" : "liveness", change, told);
    case "share_fields":
    case "redirect_url":
      return toMinimisedFieldIn(change, told);
    default:
      return false;
  }
}

/** A counter that fell, or that holds no count at all, is no failure. */
function isFailureTold(
  counter: TriesKind,
  { from, to }: { from: number; to: number },
  told: readonly TimelineEntry[],
): boolean {
  if (!(to > from)) return false;
  return told.some(
    (entry) =>
      (entry.kind === "failures" && entry.counter === counter) ||
      (entry.kind === "ended" && entry.lastFailureOf === counter),
  );
}

function isStart(status: string): boolean {
  return status === "in_progress";
}

function toMinimisedFieldIn(change: ObservedChange, told: readonly TimelineEntry[]): boolean {
  const field = toMinimisedField(change);
  return told.some(
    (entry) => entry.kind === "minimised" && field !== null && entry.fields.includes(field),
  );
}
