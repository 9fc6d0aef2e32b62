import "server-only";
import { isUpstreamError, type UpstreamError } from "../upstream/upstream-error";
import { toBackoffMs } from "./backoff";
import type { Lane, Pace } from "./pace";
import type { SyncClock } from "./sync-clock";

export type Asking = {
  pace: Pace;
  clock: SyncClock;
  signal: AbortSignal;
  /** Told of each fault, and of null when an answer came after one. */
  onFault(error: UpstreamError | null): void;
};

/** Gives the answer and when it was asked for; any fault is the caller's. */
export async function askOnce<T>(
  { pace, clock, signal }: Asking,
  lane: Lane,
  ask: () => Promise<T>,
): Promise<{ value: T; askedAt: Date }> {
  await pace.take(lane, signal);
  const askedAt = clock.now();
  try {
    return { value: await ask(), askedAt };
  } catch (error) {
    if (isUpstreamError(error) && error.kind === "busy") pace.slowDown(toHoldMs(error));
    throw error;
  }
}

/** Asks again after every fault of Kayle's, ever more slowly, until it answers or the signal aborts. */
export async function askUntilAnswered<T>(
  { pace, clock, signal, onFault }: Asking,
  lane: Lane,
  ask: () => Promise<T>,
): Promise<{ value: T; askedAt: Date }> {
  for (let failures = 0; ; ) {
    await pace.take(lane, signal);
    const askedAt = clock.now();
    try {
      const value = await ask();
      pace.speedUp();
      if (failures > 0) onFault(null);
      return { value, askedAt };
    } catch (error) {
      signal.throwIfAborted();
      // A fault of another kind is the desk's own, and asking again would only repeat it.
      if (!isUpstreamError(error)) throw error;
      failures += 1;
      pace.slowDown(toHoldMs(error));
      onFault(error);
      await clock.sleep(toBackoffMs(failures, error.retryAfterSeconds, Math.random()), signal);
    }
  }
}

/** What Kayle asks one question to wait, all of the sync's wait. */
function toHoldMs({ retryAfterSeconds }: UpstreamError): number {
  return (retryAfterSeconds ?? 0) * 1000;
}
