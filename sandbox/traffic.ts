type TrafficReport = {
  /** Calls by method and path, control calls left out. */
  calls: Record<string, number>;
  total: number;
  inFlight: number;
  inFlightMax: number;
};

/** Counts what was asked, so that a test can prove what the desk spared upstream. */
export type Traffic = {
  /** Call what it returns when the answer is ready. */
  begin(method: string, pathname: string): () => void;
  report(): TrafficReport;
  reset(): void;
};

/** Further paths are counted together, so that a long run stays small. */
const PATHS_MAX = 10_000;
const OTHER_PATHS = "(other paths)";

export function createTraffic(): Traffic {
  const calls = new Map<string, number>();
  let inFlight = 0;
  let inFlightMax = 0;
  return {
    begin(method, pathname) {
      const own = `${method} ${pathname}`;
      const key = calls.has(own) || calls.size < PATHS_MAX ? own : OTHER_PATHS;
      calls.set(key, (calls.get(key) ?? 0) + 1);
      inFlight += 1;
      inFlightMax = Math.max(inFlightMax, inFlight);
      return () => {
        inFlight -= 1;
      };
    },
    report() {
      const total = [...calls.values()].reduce((sum, count) => sum + count, 0);
      return { calls: Object.fromEntries(calls), total, inFlight, inFlightMax };
    },
    reset() {
      calls.clear();
      inFlightMax = inFlight;
    },
  };
}
