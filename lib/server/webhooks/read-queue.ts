import "server-only";

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
  /** For so long after a read the same session waits, so that a burst costs two reads at most. */
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
  /** Session ids, first come first served, with the tries that failed so far. */
  const waiting = new Map<string, number>();
  const reading = new Set<string>();
  const resting = new Set<string>();

  function pump(): void {
    for (const [sessionId, failures] of waiting) {
      if (reading.size >= concurrencyMax) return;
      if (reading.has(sessionId) || resting.has(sessionId)) continue;
      waiting.delete(sessionId);
      reading.add(sessionId);
      void readOne(sessionId, failures).finally(() => {
        reading.delete(sessionId);
        rest(sessionId);
        pump();
      });
    }
  }

  function rest(sessionId: string): void {
    resting.add(sessionId);
    const awake = () => {
      resting.delete(sessionId);
      pump();
    };
    setTimeout(awake, restMs).unref();
  }

  async function readOne(sessionId: string, failures: number): Promise<void> {
    try {
      await options.waitForLeave();
      await options.read(sessionId);
    } catch {
      retryLater(sessionId, failures);
    }
  }

  function retryLater(sessionId: string, failures: number): void {
    const waitMs = retryAfterMs[failures];
    if (waitMs === undefined) {
      options.onGivenUp(sessionId);
      return;
    }
    const again = () => {
      if (!waiting.has(sessionId)) waiting.set(sessionId, failures + 1);
      pump();
    };
    setTimeout(again, waitMs).unref();
  }

  return {
    offer(sessionId) {
      if (!waiting.has(sessionId)) {
        if (waiting.size >= waitingMax) return false;
        waiting.set(sessionId, 0);
      }
      pump();
      return true;
    },
  };
}
