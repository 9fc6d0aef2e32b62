import "server-only";
import type { KeepSlots } from "./match-word";
import type { Walk } from "./walk";

/** Sessions that are asked for at once; grows, as a page is mostly found in the first. */
const FIRST_STEP = 250;
const STEP_MAX = 4_000;

export type Found = {
  slots: number[];
  /** Whether the walk came to its end, so that there is nothing further. */
  isEnd: boolean;
};

export type FindLimits = {
  /** Slots that are wanted. */
  count: number;
  /** Slots that are tested at most. */
  tested?: number;
};

/** The next slots of a walk that pass every test of `untested`. */
export async function findSlots(
  walk: Walk,
  untested: readonly KeepSlots[],
  { count, tested = Number.POSITIVE_INFINITY }: FindLimits,
): Promise<Found> {
  if (untested.length === 0) {
    const slots = walk.next(count);
    return { slots, isEnd: slots.length < count };
  }
  const slots: number[] = [];
  let budget = tested;
  for (let step = FIRST_STEP; slots.length < count && budget > 0; ) {
    const candidates = walk.next(Math.min(step, budget));
    if (candidates.length === 0) return { slots, isEnd: true };
    let passed = candidates;
    for (const keep of untested) passed = await keep(passed);
    slots.push(...passed);
    budget -= candidates.length;
    step = Math.min(step * 2, STEP_MAX);
  }
  return { slots: slots.slice(0, count), isEnd: false };
}
