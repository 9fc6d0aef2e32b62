import type { ReadState } from "../observation";
import { isOpen } from "../session";
import { type StepBounds, toBound, toStepBounds } from "./bounds";
import type { SeenIn, TimelineOrigin } from "./entry";
import type { Step } from "./steps";

/** What the entries of one step share. */
export type StepContext = {
  step: Step;
  to: ReadState;
  bounds: StepBounds;
  /** The same up to the look itself: Kayle may take details out without a new time of writing. */
  boundsToLook: StepBounds;
  /** The same, but no later than the end where this step holds the end. */
  boundsToEnd: StepBounds;
  /** What a read beside another one showed is seen by the desk; what the record tells alone is not. */
  origin: TimelineOrigin;
  seenIn: SeenIn | null;
  /** Keeps the keys of two steps apart. */
  keyEnd: string;
  isEnding: boolean;
  now: Date;
};

export function toStepContext(step: Step, to: ReadState, agree: boolean, now: Date): StepContext {
  const bounds = toStepBounds(step, agree);
  const isEnding = isOpen(step.from) && !isOpen(to);
  const end = isEnding ? toBound(to.completed_at, "kayle") : null;
  const isSeen = step.observation !== null && !step.isFromCreation;
  return {
    step,
    to,
    bounds,
    boundsToLook: toLookBounds(step, bounds, agree, now),
    boundsToEnd: end ? { ...bounds, to: end } : bounds,
    origin: isSeen ? "seen" : "record",
    seenIn: toSeenIn(step),
    keyEnd: step.observation?.readAt ?? "record",
    isEnding,
    now,
  };
}

/** Both ends by the desk's clock where the two clocks differ, so that they can be held together. */
function toLookBounds(step: Step, bounds: StepBounds, agree: boolean, now: Date): StepBounds {
  const to = toBound(step.observation?.readAt ?? now.toISOString(), "desk");
  const looked = toBound(step.previousReadAt, "desk");
  return { from: agree ? bounds.from : (looked ?? bounds.from), to };
}

/** The read that showed a step. */
export function toSeenIn({ observation }: Step): SeenIn | null {
  return observation && { readAt: observation.readAt, source: observation.source };
}
