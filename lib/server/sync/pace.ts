import "server-only";

/** What is new goes before what is old. */
export type Lane = "fresh" | "slow";

export type Pace = {
  /** Waits for leave to make one call. Rejects with the signal's reason when it aborts. */
  take(lane: Lane, signal: AbortSignal): Promise<void>;
  /** Kayle had trouble: from now on half as fast, and nobody asks at all for `holdMs`. */
  slowDown(holdMs: number): void;
  /** Kayle answered: a little faster again, up to the set rate. */
  speedUp(): void;
  rps(): number;
};

/** Timers are late by a millisecond or more; so much may be caught up. */
const CATCH_UP_MS = 20;
const SLOWEST_PART = 1 / 32;
const SPEED_UP = 1.05;

type Waiter = { admit: () => void };

/**
 * Spaces calls evenly, at most `rpsMax` in a second, and halves the rate in trouble. Spaced, not in
 * bursts, so that Kayle always has room for a person's own view in between.
 */
export function createPace(rpsMax: number, now = () => performance.now()): Pace {
  const lanes: Record<Lane, Set<Waiter>> = { fresh: new Set(), slow: new Set() };
  let rps = rpsMax;
  let nextAt = now();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function pump(): void {
    timer = undefined;
    for (;;) {
      const [waiter] = lanes.fresh.size > 0 ? lanes.fresh : lanes.slow;
      if (!waiter) return;
      const waitMs = nextAt - now();
      if (waitMs > 0) {
        timer = setTimeout(pump, waitMs);
        return;
      }
      nextAt = Math.max(nextAt, now() - Math.min(CATCH_UP_MS, 1000 / rps)) + 1000 / rps;
      waiter.admit();
    }
  }

  return {
    take(lane, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      return new Promise((resolve, reject) => {
        const leave = () => {
          lanes[lane].delete(waiter);
          reject(signal.reason);
        };
        const waiter: Waiter = {
          admit() {
            lanes[lane].delete(waiter);
            signal.removeEventListener("abort", leave);
            resolve();
          },
        };
        lanes[lane].add(waiter);
        signal.addEventListener("abort", leave, { once: true });
        if (timer === undefined) pump();
      });
    },
    slowDown(holdMs) {
      rps = Math.max(rps / 2, rpsMax * SLOWEST_PART);
      nextAt = Math.max(nextAt, now() + holdMs);
    },
    speedUp() {
      rps = Math.min(rps * SPEED_UP, rpsMax);
    },
    rps: () => rps,
  };
}
