import "server-only";
import { lastPersonAt } from "./people";

/**
 * What is new goes before what is old. What is idle is a second look at what the index has, or events
 * of long ago: it waits while people search, because reading and writing it takes their time.
 */
export type Lane = (typeof LANES)[number];
const LANES = ["fresh", "slow", "idle"] as const;

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
/** A person is at it for so long after a search. */
const PERSON_MS = 500;
/** However much people search, one idle call in so long is made. */
const IDLE_HELD_MS = 4_000;
const SLOWEST_PART = 1 / 32;
const SPEED_UP = 1.05;

type Waiter = { admit: () => void };

/**
 * Spaces calls evenly, at most `rpsMax` in a second, and halves the rate in trouble. Spaced, not in
 * bursts, so that Kayle always has room for a person's own view in between.
 */
export function createPace(rpsMax: number, personAt = lastPersonAt): Pace {
  const now = () => performance.now();
  const lanes: Record<Lane, Set<Waiter>> = { fresh: new Set(), slow: new Set(), idle: new Set() };
  let rps = rpsMax;
  let nextAt = now();
  let idleAt = now();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function pump(): void {
    timer = undefined;
    for (;;) {
      const lane = LANES.find((lane) => lanes[lane].size > 0);
      const [waiter] = lane ? lanes[lane] : [];
      if (!waiter) return;
      const isIdle = lane === "idle";
      const heldUntil = Math.min(personAt() + PERSON_MS, idleAt + IDLE_HELD_MS);
      const waitMs = Math.max(nextAt, isIdle ? heldUntil : 0) - now();
      if (waitMs > 0) {
        timer = setTimeout(pump, waitMs);
        return;
      }
      if (isIdle) idleAt = now();
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
        // Whoever waits may be held for longer than this one need be.
        clearTimeout(timer);
        pump();
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
