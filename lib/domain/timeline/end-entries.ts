import { changedAfterEndMs, toCause, toEndingFailure } from "../cause";
import { countTries, lastFailureText } from "../counters";
import type { TriesKind } from "../failure-code";
import { isOpen } from "../session";
import { toInstant } from "../time";
import { laterOf, toBetween, toBound } from "./bounds";
import type { EntryOfKind, TimelineWhen } from "./entry";
import type { StepContext } from "./step-context";

/** The end, where it lies in this step: at the record's own time, or between what is known of it. */
export function toEndedEntry(context: StepContext): EntryOfKind<"ended"> | null {
  const { step, to, bounds, isEnding, origin, seenIn, keyEnd, now } = context;
  if (!isEnding) return null;
  const cause = toCause(to, now);
  const endedBy = toEndingFailure(to, cause);
  const counter = endedBy === "nfc" || endedBy === "liveness" ? endedBy : null;
  // A counter that was seen used up before the end did not rise with it.
  const lastFailureOf = counter && isRisen(context, counter) ? counter : null;
  const at = to.completed_at;
  return {
    kind: "ended",
    key: `ended:${keyEnd}`,
    origin: at === null ? origin : "record",
    when: at === null ? toBetween(bounds.from, bounds.to) : { kind: "at", at, clock: "kayle" },
    seenIn,
    status: to.status,
    cause,
    endedBy,
    lastFailure: lastFailureOf && lastFailureText(to, lastFailureOf),
    lastFailureOf,
    afterCreationMs: toLength(step.from.created_at, at),
  };
}

function isRisen({ step, to }: StepContext, counter: TriesKind): boolean {
  return countTries(to, counter) > countTries(step.from, counter);
}

/**
 * A change after the end, seen as another status or told by a record that was written again. Only a
 * privacy withdrawal changes a session that has ended (notes on Kayle's API). When it was cannot be
 * told from the record: its last writing may have been a later one.
 */
export function toAfterEndEntry(context: StepContext): EntryOfKind<"changed_after_end"> | null {
  const { step, to, bounds, isEnding, origin, seenIn, keyEnd, now } = context;
  const hadEnded = !isOpen(step.from) && !isOpen(to);
  const isTold = isEnding && changedAfterEndMs(to) !== null;
  if (!isTold && !(hadEnded && step.from.status !== to.status)) return null;
  const cause = toCause(to, now);
  const isSure = cause === "cancelled_after_failed" || (hadEnded && to.status === "cancelled");
  const end = toBound(to.completed_at, "kayle");
  const when = toBetween(isTold ? end : laterOf(end, bounds.from), bounds.to);
  return {
    kind: "changed_after_end",
    key: `changed_after_end:${keyEnd}`,
    origin,
    when,
    seenIn,
    status: to.status,
    withdrawal: isSure ? "certain" : cause === "cancelled_after_end" ? "likely" : null,
    afterEndMs: toLengths(to.completed_at, when),
  };
}

/** How long after the end, where the same clock gave both. */
function toLengths(ended: string | null, when: TimelineWhen): { min: number; max: number } | null {
  if (when.kind !== "between" || when.to.clock !== "kayle") return null;
  const max = toLength(ended, when.to.at);
  const min = when.from.clock === "kayle" ? toLength(ended, when.from.at) : 0;
  return min === null || max === null ? null : { min, max };
}

/** Milliseconds from one moment to another; negative where they are the other way round. */
export function toLength(from: string | null, to: string | null): number | null {
  const [start, end] = [toInstant(from), toInstant(to)];
  return start === null || end === null ? null : end - start;
}
