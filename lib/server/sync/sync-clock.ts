import "server-only";
import { setTimeout as delay } from "node:timers/promises";

/** Time as the sync sees it, so that tests can make their own. */
export type SyncClock = {
  now(): Date;
  /** Milliseconds that only go forward, even when the machine's clock is set back. */
  monotonicMs(): number;
  /** Rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

export const SYSTEM_CLOCK: SyncClock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, { signal });
    } catch {
      throw signal.reason;
    }
  },
};
