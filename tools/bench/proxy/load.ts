import autocannon from "autocannon";
import { percentile } from "../search/figures";

/** One server that answers `GET /api/sessions/{id}`. */
export type Target = { name: string; url: string; headers: Record<string, string> };

export type Load = { perSecond: number; p50Ms: number; p99Ms: number };

/**
 * More than either server answers in the second for which the desk shares what it has read, so that
 * each request is one to Kayle.
 */
const IDS = 20_000;
let asked = 0;

/** Asks for one session after the other, over so many connections at once. @throws on any other answer than 200 */
export async function load(
  { name, url, headers }: Target,
  connections: number,
  seconds: number,
): Promise<Load> {
  const times: number[] = [];
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options = {
      url,
      connections,
      duration: seconds,
      headers,
      requests: [{ setupRequest: (request: object) => ({ ...request, path: toPath() }) }],
    };
    const run = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    // Its own histogram counts whole milliseconds.
    run.on("response", (_client, _status, _bytes, timeMs) => times.push(timeMs));
  });
  const faults = result.non2xx + result.errors + result.timeouts;
  if (faults > 0) throw new Error(`${name}: ${faults} requests had no answer of status 200.`);
  return {
    perSecond: times.length / result.duration,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
}

/** The path of the next session, another one each time. */
export function toPath(): string {
  asked = (asked + 1) % IDS;
  return `/api/sessions/vs_${String(asked).padStart(64, "0")}`;
}
