import { readFileSync } from "node:fs";
import autocannon from "autocannon";
import { percentile } from "../search/figures";

/** One server that answers `GET /api/sessions/{id}`. */
export type Target = {
  name: string;
  url: string;
  headers: Record<string, string>;
  pid: number | undefined;
};

export type Load = {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Of the server's process, all its threads; hardly moved by what else the machine does. */
  cpuMs: number;
};

/** So many that no two requests at once are for the same, which the desk would make one call of. */
const IDS = 5_000;
let asked = 0;

/** In /proc/<pid>/stat, counted from the state on; the next is the system's time. */
const USER_TICKS = 11;
const TICK_MS = 10;

/** Asks for every session once, so that the index knows them as it knows all that Kayle keeps. */
export async function warmUp(target: Target, connections: number): Promise<void> {
  await run(target, { connections, amount: IDS });
}

/** Asks for one session after the other, over so many connections at once. */
export async function load(target: Target, connections: number, seconds: number): Promise<Load> {
  const before = readCpuMs(target.pid);
  const { times, duration } = await run(target, { connections, duration: seconds });
  return {
    cpuMs: (readCpuMs(target.pid) - before) / times.length,
    perSecond: times.length / duration,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
}

/** What a process has had of the processors so far; NaN where the system does not say. */
function readCpuMs(pid: number | undefined): number {
  try {
    // The name of the program, which may hold spaces, ends with the bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[USER_TICKS]) + Number(fields[USER_TICKS + 1])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** @throws on any other answer than 200 */
async function run(
  { name, url, headers }: Target,
  options: { connections: number; duration?: number; amount?: number },
): Promise<{ times: number[]; duration: number }> {
  const times: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const requests = [{ setupRequest: (request: object) => ({ ...request, path: toPath() }) }];
    const running = autocannon({ url, headers, requests, ...options }, (error, done) =>
      error ? reject(error) : resolve(done),
    );
    // Its own histogram counts whole milliseconds.
    running.on("response", (_client, _status, _bytes, timeMs) => times.push(timeMs));
  });
  const faults = result.non2xx + result.errors + result.timeouts;
  if (faults > 0) throw new Error(`${name}: ${faults} requests had no answer of status 200.`);
  return { times, duration: result.duration };
}

/** The path of the next session, another one each time. */
export function toPath(): string {
  asked = (asked + 1) % IDS;
  return `/api/sessions/vs_${String(asked).padStart(64, "0")}`;
}
