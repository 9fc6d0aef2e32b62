import type { Observation } from "../observation";
import { toInstant } from "../time";

/**
 * How far the desk's clock may be ahead of Kayle's, in ms; negative is behind. What Kayle wrote before
 * a read cannot carry a later time than the read, and what it wrote after one no earlier.
 */
export type ClockOffset = { minMs: number; maxMs: number };

/** Two good clocks differ by less; the time of a write and of its record differ by as much too. */
const TOLERANCE_MS = 2000;

/** What the reads themselves tell about the two clocks. */
export function toClockOffset(observations: readonly Observation[]): ClockOffset {
  let minMs = Number.NEGATIVE_INFINITY;
  let maxMs = Number.POSITIVE_INFINITY;
  for (const { changes, previousReadAt, readAt, state } of observations) {
    const written = toInstant(state?.updated_at ?? null);
    if (written === null) continue;
    maxMs = Math.min(maxMs, (toInstant(readAt) ?? Number.POSITIVE_INFINITY) - written);
    if (!changes.some(({ field }) => field === "updated_at")) continue;
    minMs = Math.max(minMs, (toInstant(previousReadAt) ?? Number.NEGATIVE_INFINITY) - written);
  }
  return { minMs, maxMs };
}

/** Whether nothing shows that the clocks differ, so that their times may be held together. */
export function doClocksAgree({ minMs, maxMs }: ClockOffset): boolean {
  return minMs <= TOLERANCE_MS && maxMs >= -TOLERANCE_MS;
}

/** By how much the clocks differ at least, ms, positive where the desk's is ahead; 0 if nothing shows it. */
export function clockDifferenceMs(offset: ClockOffset): number {
  if (doClocksAgree(offset)) return 0;
  return offset.minMs > 0 ? offset.minMs : offset.maxMs;
}
