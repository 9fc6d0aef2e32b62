import { fraction, hash32 } from "./random";
import { DAY_MS, HOUR_MS, LIFETIME_MS, MINUTE_MS } from "./row";
import type { Specimen } from "./specimen";
import { pickState } from "./states";

const HISTORY_MS = 30 * DAY_MS - HOUR_MS;
/** Whatever is older has had the time to end in any way. */
const SETTLED_MS = LIFETIME_MS + 2 * MINUTE_MS;

const STATUS_BY_ROLL: readonly [below: number, status: string][] = [
  [68, "succeeded"],
  [82, "failed"],
  [94, "expired"],
  [100, "cancelled"],
];

/** Ordinary sessions of the last thirty days, the oldest first. */
export function listHistory(size: number, seed: number): Specimen[] {
  return Array.from({ length: size }, (_, index) => {
    const ageMs = ((size - index - fraction(seed, index, 0x21)) / size) * HISTORY_MS;
    return {
      name: `history-${index}`,
      description: "One of many.",
      state: pickState(rollStatus(ageMs, hash32(seed, index, 0x11) % 100), seed, index),
      ageMs,
    };
  });
}

function rollStatus(ageMs: number, roll: number): string {
  if (ageMs < 20 * MINUTE_MS) return roll < 40 || ageMs < 3 * MINUTE_MS ? "created" : "in_progress";
  if (ageMs < SETTLED_MS) return roll < 30 && ageMs < LIFETIME_MS ? "in_progress" : "succeeded";
  return STATUS_BY_ROLL.find(([below]) => roll < below)?.[1] ?? "succeeded";
}
