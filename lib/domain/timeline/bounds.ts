import { toInstant } from "../time";
import type { Bound, TimelineWhen } from "./entry";
import type { Step } from "./steps";

/** Between which moments all of a step happened. */
export type StepBounds = { from: Bound | null; to: Bound | null };

/**
 * Kayle's own times of writing enclose a step: it came after the write that the state before shows,
 * and not after the last one of the state after. Where the clocks agree, a later look of the desk
 * narrows it; where they do not, the two are never mixed. A change without a new time of writing, as
 * a deletion, lies between the desk's two looks.
 */
export function toStepBounds(step: Step, doClocksAgree: boolean): StepBounds {
  const looked = toBound(step.previousReadAt, "desk");
  const seen = toBound(step.observation?.readAt ?? null, "desk");
  const written = toBound(step.from.updated_at, "kayle");
  const rewritten = toBound(step.to?.updated_at ?? null, "kayle");
  const isWritten =
    step.to !== null && toInstant(step.from.updated_at) !== toInstant(step.to.updated_at);
  if (!isWritten && !step.isFromCreation) return { from: looked ?? written, to: seen ?? rewritten };
  const mayNarrow = doClocksAgree && isAfter(looked, written) && isAfter(rewritten, looked);
  return { from: mayNarrow ? looked : written, to: rewritten };
}

/** An interval, or as much of it as makes sense: one that is upside down says nothing. */
export function toBetween(from: Bound | null, to: Bound | null): TimelineWhen {
  if (!from || !to) return { kind: "unknown" };
  const start = toInstant(from.at);
  const end = toInstant(to.at);
  if (start === null || end === null) return { kind: "unknown" };
  if (start > end) return { kind: "unknown" };
  return { kind: "between", from, to };
}

export function toBound(at: string | null, clock: Bound["clock"]): Bound | null {
  return at === null ? null : { at, clock };
}

/** The later of two bounds of one clock; of two clocks the second. */
export function laterOf(a: Bound | null, b: Bound | null): Bound | null {
  if (!a || !b) return a ?? b;
  return a.clock === b.clock && isAfter(a, b) ? a : b;
}

function isAfter(a: Bound | null, b: Bound | null): boolean {
  const [left, right] = [toInstant(a?.at ?? null), toInstant(b?.at ?? null)];
  return left !== null && right !== null && left > right;
}
