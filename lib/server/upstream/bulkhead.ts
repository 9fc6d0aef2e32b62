import "server-only";
import { UpstreamError } from "./upstream-error";

export type Bulkhead = {
  /** Runs `work` once a place is free; leaves the queue when `signal` aborts. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
};

/** Calls that may wait for each one that may run. Beyond that, waiting only ends in a time-out. */
const QUEUE_PER_PLACE = 16;
const BUSY_RETRY_AFTER_SECONDS = 2;

/**
 * At most `concurrencyMax` calls at once, first come first served. Written here and not taken from
 * cockatiel, whose queue keeps the place of a caller that has gone away.
 */
export function createBulkhead(concurrencyMax: number): Bulkhead {
  const queueMax = concurrencyMax * QUEUE_PER_PLACE;
  const waiting = new Set<() => void>();
  let running = 0;

  function enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (running < concurrencyMax) {
      running += 1;
      return Promise.resolve();
    }
    if (waiting.size >= queueMax) return Promise.reject(toQueueFull(queueMax));
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(admit);
        reject(signal.reason);
      };
      const admit = () => {
        waiting.delete(admit);
        signal.removeEventListener("abort", leave);
        resolve();
      };
      waiting.add(admit);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  /** The place passes straight to the next in the queue, so that nobody can slip in between. */
  function exit(): void {
    const [next] = waiting;
    if (next) next();
    else running -= 1;
  }

  return {
    async run(signal, work) {
      await enter(signal);
      try {
        return await work();
      } finally {
        exit();
      }
    },
  };
}

function toQueueFull(queueMax: number): UpstreamError {
  return new UpstreamError("queue_full", {
    logDetail: `${queueMax} calls already wait for a free place`,
    retryAfterSeconds: BUSY_RETRY_AFTER_SECONDS,
  });
}
