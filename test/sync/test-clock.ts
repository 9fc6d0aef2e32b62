import type { SyncClock } from "@/lib/server/sync/sync-clock";

export type TestClock = SyncClock & {
  /** Lets this much time pass, from one sleeper's waking to the next, each once `tasks` of them sleep. */
  runFor(ms: number, tasks?: number): Promise<void>;
  /** Moves it on while nothing runs. */
  advance(ms: number): void;
};

/** What a leader does at once: renew the lease, sessions, events, bulk work, maintenance. */
const LEADER_TASKS = 5;
/** Work that is neither asleep nor done after so long, by the real clock, is not waited for. */
const STUCK_MS = 5_000;

/** A clock that stands still until a test lets time pass, so that an hour costs only its work. */
export function createTestClock(startMs = Date.now()): TestClock {
  let nowMs = startMs;
  let changes = 0;
  const sleepers = new Set<{ wakeMs: number; wake: () => void }>();

  async function waitForRest(tasks: number): Promise<void> {
    let seen = changes;
    let seenAt = performance.now();
    while (sleepers.size < tasks && performance.now() - seenAt < STUCK_MS) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (changes !== seen) seenAt = performance.now();
      seen = changes;
    }
  }

  return {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        changes += 1;
        const sleeper = { wakeMs: nowMs + ms, wake };
        sleepers.add(sleeper);
        function wake() {
          leave();
          resolve();
        }
        function leave() {
          changes += 1;
          sleepers.delete(sleeper);
          signal.removeEventListener("abort", abort);
        }
        function abort() {
          leave();
          reject(signal.reason);
        }
        signal.addEventListener("abort", abort, { once: true });
      }),
    advance(ms) {
      nowMs += ms;
    },
    async runFor(ms, tasks = LEADER_TASKS) {
      const endMs = nowMs + ms;
      for (;;) {
        await waitForRest(tasks);
        const [next] = [...sleepers].sort((one, other) => one.wakeMs - other.wakeMs);
        if (!next || next.wakeMs > endMs) break;
        nowMs = Math.max(nowMs, next.wakeMs);
        next.wake();
      }
      nowMs = endMs;
    },
  };
}
