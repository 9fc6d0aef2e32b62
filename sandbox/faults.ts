import { ConnectionDropped, type Fault, type FaultInput, faultSchema } from "./fault";
import { toBroken } from "./fault-bodies";
import { createRandom } from "./random";
import type { SandboxResponse } from "./replies";

export type Faults = {
  /** Adds one and returns its id. Throws a ZodError for a fault that is none. */
  add(input: FaultInput): string;
  list(): Fault[];
  /** How many calls it has struck so far. */
  countStruck(id: string): number;
  /** False when there was no such fault. */
  remove(id: string): boolean;
  clear(): void;
  /** The true answer, or what the faults make of it. `gone` aborts when the caller has left. */
  apply(
    method: string,
    pathname: string,
    answer: () => SandboxResponse,
    gone?: AbortSignal,
  ): Promise<SandboxResponse>;
};

function isAimedAt(fault: Fault, method: string, pathname: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.pathPrefix !== undefined && !pathname.startsWith(fault.pathPrefix)) return false;
  return fault.sessionId === undefined || pathname.split("/").includes(fault.sessionId);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const HANG_MAX_MS = 300_000;

function untilGone(gone: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, HANG_MAX_MS);
    timer.unref();
    gone?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export function createFaults(seed: number): Faults {
  const random = createRandom(seed);
  const faults = new Map<string, Fault>();
  const struck = new Map<string, number>();
  let made = 0;

  function strikes(fault: Fault, method: string, pathname: string): boolean {
    if (!isAimedAt(fault, method, pathname)) return false;
    if (fault.rate < 1 && random() >= fault.rate) return false;
    const count = (struck.get(fault.id) ?? 0) + 1;
    struck.set(fault.id, count);
    if (fault.times !== undefined && count >= fault.times) faults.delete(fault.id);
    return true;
  }

  return {
    add(input) {
      made += 1;
      const id = `fault-${made}`;
      faults.set(id, { ...faultSchema.parse(input), id });
      return id;
    },
    list: () => [...faults.values()],
    countStruck: (id) => struck.get(id) ?? 0,
    remove: (id) => faults.delete(id),
    clear() {
      faults.clear();
      struck.clear();
    },
    async apply(method, pathname, answer, gone) {
      // Latencies add up; the first other fault that strikes decides the answer.
      let decisive: Fault | undefined;
      for (const fault of [...faults.values()]) {
        if (decisive !== undefined && fault.kind !== "latency") continue;
        if (!strikes(fault, method, pathname)) continue;
        if (fault.latencyMs + fault.jitterMs > 0) {
          await wait(fault.latencyMs + random() * fault.jitterMs);
        }
        if (fault.kind !== "latency") decisive = fault;
      }
      if (decisive === undefined) return answer();
      if (decisive.kind === "hang") await untilGone(gone);
      if (decisive.kind === "drop" && !decisive.middle) {
        throw new ConnectionDropped("The sandbox dropped the connection.");
      }
      return toBroken(decisive, answer());
    },
  };
}
