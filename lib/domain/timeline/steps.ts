import { compareReads } from "../compare-reads";
import { toCanonicalJson } from "../fingerprint";
import type { Observation, ObservedChange, ReadState } from "../observation";
import { compareAge } from "../observe-read";
import { toInstant } from "../time";
import { isBeyondStates, toCreationState, toPlainState, toStateBefore } from "./known-states";

/** From one known state of the session to the next one. */
export type Step = {
  from: ReadState;
  /** Null where the session was gone. */
  to: ReadState | null;
  changes: ObservedChange[];
  /** Whether `from` is the state at creation, which no read showed. */
  isFromCreation: boolean;
  /** The read that showed `to`; null where only the record at hand does. */
  observation: Observation | null;
  /** When the last read that still showed `from` was asked for; null where none is known. */
  previousReadAt: string | null;
};

/**
 * The states that are known one after the other: creation, what each observation showed and what it
 * was compared with, and the record at hand. Rows that are doubled, missing or in the wrong order do no
 * harm: what changed is found by comparing the states, and an older state is passed over.
 */
export function toSteps(record: ReadState | null, observations: readonly Observation[]): Step[] {
  const rows = sortRows(observations);
  const first = rows.find(({ state }) => state !== null)?.state ?? record;
  if (!first) return [];
  const walk: Walk = { steps: [], last: toCreationState(first), isGone: false };
  // A page may be older than the look that found the session gone, and never brings it back.
  const lastFound = rows.findLastIndex(({ state }) => state !== null);
  for (const row of rows.slice(0, lastFound + 1)) takeRow(walk, row);
  if (record) takeState(walk, record, null);
  for (const row of rows.slice(lastFound + 1)) takeRow(walk, row);
  return walk.steps;
}

/** In the order of their looks, each once. */
function sortRows(observations: readonly Observation[]): Observation[] {
  const single = new Map(observations.map((row) => [toCanonicalJson(row), row]));
  return [...single.values()].sort(
    (a, b) => (toInstant(a.readAt) ?? 0) - (toInstant(b.readAt) ?? 0),
  );
}

type Walk = { steps: Step[]; last: ReadState; isGone: boolean };

function takeRow(walk: Walk, row: Observation): void {
  // The state that it was compared with may have been in no row of its own.
  if (row.state && row.changes.length > 0 && !walk.isGone) {
    takeState(walk, toStateBefore(row.state, row.changes), null);
  }
  takeState(walk, row.state, row);
}

function takeState(walk: Walk, to: ReadState | null, observation: Observation | null): void {
  const isFromCreation = walk.steps.length === 0;
  if (to && !isFromCreation && compareAge(walk.last, to) < 0) return;
  const changes = compareWithWalk(walk, to, observation);
  if (changes.length === 0 && !isFromCreation) return;
  const previousReadAt = observation?.previousReadAt ?? null;
  const step = { from: walk.last, to, changes, isFromCreation, observation, previousReadAt };
  walk.steps.push(step);
  walk.isGone = to === null;
  if (to) walk.last = to;
}

/**
 * What the states show, and what the row alone can tell: that fields changed of which no state holds
 * more than a fingerprint.
 */
function compareWithWalk(
  { last, isGone }: Walk,
  to: ReadState | null,
  observation: Observation | null,
): ObservedChange[] {
  if (to === null) return isGone ? [] : [{ field: "deleted", from: false, to: true }];
  const back: ObservedChange[] = isGone ? [{ field: "deleted", from: true, to: false }] : [];
  const shown = compareReads(toPlainState(last), toPlainState(to));
  return [...back, ...shown, ...(observation?.changes.filter(isBeyondStates) ?? [])];
}
