import { hasFailures, hasReason, isFailedCause, toCause } from "../cause";
import { countTries } from "../counters";
import type { TriesKind } from "../failure-code";
import type { ReadState } from "../observation";
import { toBetween, toStepBounds } from "./bounds";
import { toChangedEntry, toMinimisedEntry } from "./change-entries";
import { toAfterEndEntry, toEndedEntry } from "./end-entries";
import type { EntryOfKind, TimelineEntry } from "./entry";
import { type StepContext, toSeenIn, toStepContext } from "./step-context";
import type { Step } from "./steps";

/** The entries of one step, in the order in which they must have happened. */
export function toStepEntries(step: Step, doClocksAgree: boolean, now: Date): TimelineEntry[] {
  if (step.to === null) return [toDeletedEntry(step, doClocksAgree)];
  const context = toStepContext(step, step.to, doClocksAgree, now);
  const ended = toEndedEntry(context);
  const told = [
    toStarted(context),
    toFailures(context, "nfc", ended),
    toFailures(context, "liveness", ended),
    ended,
    toAfterEndEntry(context),
    toMinimisedEntry(context),
  ].filter((entry) => entry !== null);
  const rest = toChangedEntry(context, told);
  return [...told, ...(rest ? [rest] : []), ...toFirstSeen(context)];
}

/** The record has no time for it: a session that is or was in the person's hands has been started. */
function toStarted({ step, to, boundsToEnd, origin, seenIn, now }: StepContext) {
  if (isStarted(step.from, now) || !isStarted(to, now)) return null;
  const when = toBetween(boundsToEnd.from, boundsToEnd.to);
  const entry: EntryOfKind<"started"> = { kind: "started", key: "started", origin, when, seenIn };
  return entry;
}

function isStarted(state: ReadState, now: Date): boolean {
  if (hasFailures(state) || hasReason(state)) return true;
  const cause = toCause(state, now);
  return ["in_progress", "succeeded"].includes(state.status) || isFailedCause(cause);
}

function toFailures(
  context: StepContext,
  counter: TriesKind,
  ended: EntryOfKind<"ended"> | null,
): EntryOfKind<"failures"> | null {
  const { step, to: state, boundsToEnd, origin, seenIn, keyEnd } = context;
  const from = countTries(step.from, counter);
  const to = countTries(state, counter) - (ended?.lastFailureOf === counter ? 1 : 0);
  if (to <= from) return null;
  const when = toBetween(boundsToEnd.from, boundsToEnd.to);
  const key = `failures:${counter}:${from}-${to}:${keyEnd}`;
  return { kind: "failures", key, origin, when, seenIn, counter, from, to };
}

function toFirstSeen({ step, to, seenIn, keyEnd }: StepContext): TimelineEntry[] {
  if (!step.isFromCreation || !step.observation) return [];
  const when = { kind: "at", at: step.observation.readAt, clock: "desk" } as const;
  const key = `first_seen:${keyEnd}`;
  return [{ kind: "first_seen", key, origin: "seen", when, seenIn, status: to.status }];
}

function toDeletedEntry(step: Step, doClocksAgree: boolean): TimelineEntry {
  const { from, to } = toStepBounds(step, doClocksAgree);
  const key = `deleted:${step.observation?.readAt ?? ""}`;
  const seenIn = toSeenIn(step);
  return { kind: "deleted", key, origin: "seen", when: toBetween(from, to), seenIn };
}
