import "server-only";
import { bulkhead, handleAll, IterableBackoff, retry } from "cockatiel";

export type ReadQueueOptions = {
  /** Reads one session; rejects when that failed and another try may help. */
  read(sessionId: string): Promise<void>;
  /** Waits for leave to make one read. */
  waitForLeave(): Promise<void>;
  /** Called once for a session that no try could read. */
  onGivenUp(sessionId: string): void;
  concurrencyMax: number;
  /** Sessions that may wait at once. */
  waitingMax: number;
  /** For this long after a read the same session waits, so that a burst costs two reads at most. */
  restMs: number;
  /** Waits before the second try, the third and so on, in milliseconds. */
  retryAfterMs: readonly number[];
};

export type ReadQueue = {
  /** False when too many wait already; then nothing was taken. */
  offer(sessionId: string): boolean;
};

/**
 * Reads sessions after their deliveries were answered: few at once, each session once however many
 * deliveries name it. One that is named while it is being read is read again, because the read under
 * way may have been answered before the event.
 */
export function createReadQueue(options: ReadQueueOptions): ReadQueue {
  const { concurrencyMax, waitingMax, restMs, retryAfterMs } = options;
  const places = bulkhead(concurrencyMax, waitingMax);
  const tries = retry(handleAll, {
    maxAttempts: retryAfterMs.length,
    backoff: new IterableBackoff(retryAfterMs),
  }).dangerouslyUnref();
  /** Whether each session that is dealt with was named once more since its read began. */
  const namedAgain = new Map<string, boolean>();

  async function readWhileNamed(sessionId: string): Promise<void> {
    do {
      await tries
        .execute(() => places.execute(() => readOnce(sessionId)))
        .catch(() => options.onGivenUp(sessionId));
      await new Promise((resolve) => setTimeout(resolve, restMs).unref());
    } while (namedAgain.get(sessionId));
    namedAgain.delete(sessionId);
  }

  async function readOnce(sessionId: string): Promise<void> {
    await options.waitForLeave();
    namedAgain.set(sessionId, false);
    await options.read(sessionId);
  }

  return {
    offer(sessionId) {
      if (namedAgain.has(sessionId)) {
        namedAgain.set(sessionId, true);
        return true;
      }
      if (places.executionSlots + places.queueSlots === 0) return false;
      namedAgain.set(sessionId, false);
      void readWhileNamed(sessionId);
      return true;
    },
  };
}
