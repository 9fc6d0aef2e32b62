import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createReadQueue, type ReadQueueOptions } from "./read-queue";

let running: number;
let runningMax: number;
let reads: string[];
let givenUp: string[];
let finish: (() => void)[];
let failuresLeft: number;

beforeEach(() => {
  vi.useFakeTimers();
  running = runningMax = failuresLeft = 0;
  reads = [];
  givenUp = [];
  finish = [];
});

afterEach(() => void vi.useRealTimers());

/** A queue whose reads end when the test says so. */
function createQueue(changes: Partial<ReadQueueOptions> = {}) {
  return createReadQueue({
    async read(sessionId) {
      reads.push(sessionId);
      runningMax = Math.max(runningMax, ++running);
      await new Promise<void>((resolve) => void finish.push(resolve));
      running -= 1;
      if (failuresLeft-- > 0) throw new Error("Kayle is away");
    },
    waitForLeave: () => Promise.resolve(),
    onGivenUp: (sessionId) => void givenUp.push(sessionId),
    concurrencyMax: 3,
    waitingMax: 5,
    restMs: 1_000,
    retryAfterMs: [2_000, 10_000],
    ...changes,
  });
}

async function finishAll(): Promise<void> {
  for (const one of finish.splice(0)) one();
  await vi.advanceTimersByTimeAsync(0);
}

describe("the queue of reads", () => {
  test("reads few sessions at once and all of them in the end, in the order they came", async () => {
    const queue = createQueue({ waitingMax: 50 });
    const ids = Array.from({ length: 20 }, (_, at) => `s${at}`);
    for (const id of ids) expect(queue.offer(id)).toBe(true);
    while (reads.length < ids.length || running > 0) {
      await vi.advanceTimersByTimeAsync(0);
      await finishAll();
    }
    expect(reads).toEqual(ids);
    expect(runningMax).toBe(3);
  });

  test("reads a session again that was named during its read, once however often", async () => {
    const queue = createQueue();
    queue.offer("a");
    await vi.advanceTimersByTimeAsync(0);
    for (let times = 0; times < 200; times++) expect(queue.offer("a")).toBe(true);
    await finishAll();
    expect(reads).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(reads).toEqual(["a", "a"]);
    await finishAll();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads).toEqual(["a", "a"]);
  });

  test("never reads one session twice at the same time or faster than it rests", async () => {
    const queue = createQueue();
    for (let times = 0; times < 5; times++) {
      queue.offer("a");
      await vi.advanceTimersByTimeAsync(100);
      await finishAll();
    }
    expect(runningMax).toBe(1);
    expect(reads).toEqual(["a"]);
  });

  test("says so when too many wait, and takes what waits already all the same", async () => {
    const queue = createQueue();
    const taken = Array.from({ length: 9 }, (_, at) => queue.offer(`s${at}`));
    expect(taken).toEqual([...Array(8).fill(true), false]);
    expect(queue.offer("s7")).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    await finishAll();
    expect(queue.offer("s8")).toBe(true);
  });

  test("tries a failed read again at the set times, and gives it up once after the last", async () => {
    failuresLeft = 3;
    createQueue().offer("a");
    await vi.advanceTimersByTimeAsync(0);
    await finishAll();
    for (const [waitMs, count] of [
      [1_999, 1],
      [1, 2],
    ] as const) {
      await vi.advanceTimersByTimeAsync(waitMs);
      expect(reads).toHaveLength(count);
    }
    await finishAll();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reads).toHaveLength(3);
    expect(givenUp).toEqual([]);
    await finishAll();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(reads).toHaveLength(3);
    expect(givenUp).toEqual(["a"]);
  });

  test("a read that works at a later try is not given up", async () => {
    failuresLeft = 1;
    createQueue().offer("a");
    await vi.advanceTimersByTimeAsync(0);
    await finishAll();
    await vi.advanceTimersByTimeAsync(2_000);
    await finishAll();
    await vi.advanceTimersByTimeAsync(600_000);
    expect([reads.length, givenUp.length]).toEqual([2, 0]);
  });
});
