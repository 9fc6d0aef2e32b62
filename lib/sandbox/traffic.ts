export type TrafficReport = {
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

export function createTraffic(): Traffic {
  const calls = new Map<string, number>();
  let inFlight = 0;
  let inFlightMax = 0;
  return {
    begin(method, pathname) {
      const key = `${method} ${pathname}`;
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
