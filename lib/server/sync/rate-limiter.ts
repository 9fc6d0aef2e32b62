import "server-only";
import type { SyncClock } from "./sync-clock";

/** What is new goes before a first fill and second looks. */
export type Priority = "incremental" | "bulk";

export type RateLimiter = {
  /** Waits for leave to make one call. Rejects with the signal's reason when it aborts. */
  take(priority: Priority, signal: AbortSignal): Promise<void>;
  /** Kayle asked to be left alone: nobody gets leave for `ms`. */
  hold(ms: number): void;
};

/** Timers are late by a millisecond or more; a caller may make up for this much. */
const CATCH_UP_MS = 20;

/**
 * Spaces calls evenly, at most `rpsMax` a second. Evenly and not in bursts, so that Kayle always has
 * room for a person's own view in between; that, and the two priorities, is what no library here does.
 */
export function createRateLimiter(
  rpsMax: number,
  clock: Pick<SyncClock, "monotonicMs" | "sleep">,
): RateLimiter {
  const gapMs = 1000 / rpsMax;
  let nextAt = clock.monotonicMs();
  let incrementalWaiting = 0;

  async function waitForTurn(priority: Priority, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const waitMs = nextAt - clock.monotonicMs();
      const mustYield = priority === "bulk" && incrementalWaiting > 0;
      if (waitMs <= 0 && !mustYield) break;
      await clock.sleep(Math.max(waitMs, mustYield ? gapMs : 0), signal);
    }
    nextAt = Math.max(nextAt, clock.monotonicMs() - Math.min(CATCH_UP_MS, gapMs)) + gapMs;
  }

  return {
    async take(priority, signal) {
      if (priority === "bulk") return waitForTurn(priority, signal);
      incrementalWaiting += 1;
      await waitForTurn(priority, signal).finally(() => {
        incrementalWaiting -= 1;
      });
    },
    hold(ms) {
      nextAt = Math.max(nextAt, clock.monotonicMs() + ms);
    },
  };
}
