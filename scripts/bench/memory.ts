import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";

export type Memory = { nowMb: number; peakMb: number };

/** What a process holds in memory now, and the most it ever held, in MB; null where the system does not say. */
export function findMemory({ pid }: ChildProcess): Memory | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return { nowMb: toMb(status, "VmRSS"), peakMb: toMb(status, "VmHWM") };
  } catch {
    // Only Linux keeps this file.
    return null;
  }
}

function toMb(status: string, name: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1];
  return Math.round((Number(kibibytes) * 1024) / 1e6);
}
