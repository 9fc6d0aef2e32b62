import "server-only";
import { isUpstreamError, type UpstreamError } from "../upstream/upstream-error";
import { toBackoffMs } from "./backoff";
import type { Priority, RateLimiter } from "./rate-limiter";
import type { SyncClock } from "./sync-clock";

export type Asking = {
  rateLimiter: RateLimiter;
  clock: SyncClock;
  signal: AbortSignal;
  /** Told of each fault, and of null when an answer came after one. */
  onFault(error: UpstreamError | null): void;
};

export type Answer<T> = { value: T; askedAt: Date };

/** Gives the answer and when it was asked for; any fault is the caller's. */
export async function askOnce<T>(
  { rateLimiter, clock, signal }: Asking,
  priority: Priority,
  ask: () => Promise<T>,
): Promise<Answer<T>> {
  await rateLimiter.take(priority, signal);
  const askedAt = clock.now();
  try {
    return { value: await ask(), askedAt };
  } catch (error) {
    signal.throwIfAborted();
    // What Kayle asks one question to wait, the whole sync waits.
    if (isUpstreamError(error)) rateLimiter.hold((error.retryAfterSeconds ?? 0) * 1000);
    throw error;
  }
}

/** Asks again after every fault of Kayle's, ever more slowly, until it answers or the signal aborts. */
export async function askUntilAnswered<T>(
  asking: Asking,
  priority: Priority,
  ask: () => Promise<T>,
): Promise<Answer<T>> {
  const { clock, signal, onFault } = asking;
  for (let failures = 0; ; ) {
    try {
      const answer = await askOnce(asking, priority, ask);
      if (failures > 0) onFault(null);
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      // A fault of another kind is the desk's own, and asking again would only repeat it.
      if (!isUpstreamError(error)) throw error;
      failures += 1;
      onFault(error);
      await clock.sleep(toBackoffMs(failures, error.retryAfterSeconds, Math.random()), signal);
    }
  }
}
