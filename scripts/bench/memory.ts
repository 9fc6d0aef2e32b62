import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** In MB, of a process and of all that it has started. */
export type Memory = { nowMb: number; peakMb: number };

export type MemoryWatch = {
  /** Null where the system does not say: only Linux keeps these files. */
  read(): Memory | null;
};

const SAMPLE_MS = 500;

/** Measures the whole tree of processes again and again, because each has its peak at another time. */
export function watchMemory({ pid }: ChildProcess): MemoryWatch {
  let peakMb = 0;
  const measure = () => {
    const nowMb = pid === undefined ? 0 : measureTree(pid);
    peakMb = Math.max(peakMb, nowMb);
    return nowMb;
  };
  setInterval(measure, SAMPLE_MS).unref();
  return {
    read() {
      const nowMb = measure();
      return nowMb === 0 ? null : { nowMb, peakMb };
    },
  };
}

/**
 * What the processes have for themselves, and the pages of each program's file once: processes that
 * run the same program share those.
 */
function measureTree(root: number): number {
  const shared = new Map<string, number>();
  let own = 0;
  for (const pid of findTree(root)) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      own += toMb(status, "RssAnon") + toMb(status, "RssShmem");
      const program = readlinkSync(`/proc/${pid}/exe`);
      shared.set(program, Math.max(shared.get(program) ?? 0, toMb(status, "RssFile")));
    } catch {
      // It ended meanwhile.
    }
  }
  return Math.round([...shared.values()].reduce((sum, mb) => sum + mb, own));
}

function findTree(root: number): Set<number> {
  const parents = readParents();
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid);
  }
  return tree;
}

function readParents(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of listProcesses()) {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      parents.set(Number(name), Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  return parents;
}

function listProcesses(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function toMb(status: string, name: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1];
  return (Number(kibibytes ?? 0) * 1024) / 1e6;
}
