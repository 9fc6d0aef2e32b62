import { readFileSync } from "node:fs";

/** What Linux counts of all processors since its start, in its own ticks. */
export type ProcessorTicks = { all: number; stolen: number };

/** The order of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
const STEAL = 7;

/** Null where there is no /proc/stat. */
export function readTicks(): ProcessorTicks | null {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
    const ticks = line
      .split(/\s+/)
      .slice(1, STEAL + 2)
      .map(Number);
    return { all: ticks.reduce((sum, one) => sum + one, 0), stolen: ticks[STEAL] ?? 0 };
  } catch {
    return null;
  }
}

/** The part (0 to 1) that the machine's host gave to others between the two. */
export function toStolenPart(before: ProcessorTicks | null, after: ProcessorTicks | null): number {
  if (before === null || after === null) return Number.NaN;
  return (after.stolen - before.stolen) / Math.max(1, after.all - before.all);
}
