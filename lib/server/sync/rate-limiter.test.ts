import { setMaxListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRateLimiter, type Priority, type RateLimiter } from "./rate-limiter";
import type { SyncClock } from "./sync-clock";

const FOREVER = new AbortController().signal;
setMaxListeners(0, FOREVER);

/** Vitest's timers do not reach those of `node:timers/promises`. */
const CLOCK: Pick<SyncClock, "monotonicMs" | "sleep"> = {
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      setTimeout(resolve, ms);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Asks for leave `count` times at once and notes when each is given, in ms. */
function askMany(limiter: RateLimiter, priority: Priority, count: number): number[] {
  const givenAtMs: number[] = [];
  const start = performance.now();
  for (let number = 0; number < count; number += 1) {
    void limiter.take(priority, FOREVER).then(() => givenAtMs.push(performance.now() - start));
  }
  return givenAtMs;
}

test("no stretch of a second holds more calls than the rate, not even after an idle hour", async () => {
  const limiter = createRateLimiter(10, CLOCK);
  await vi.advanceTimersByTimeAsync(3_600_000);
  const given = askMany(limiter, "bulk", 40);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(given).toHaveLength(40);
  for (const atMs of given) {
    const within = given.filter((one) => one >= atMs && one < atMs + 1_000);
    expect(within.length).toBeLessThanOrEqual(11);
  }
});

test("what is new goes before everything else that waits", async () => {
  const limiter = createRateLimiter(10, CLOCK);
  const bulk = askMany(limiter, "bulk", 10);
  const incremental = askMany(limiter, "incremental", 3);
  await vi.advanceTimersByTimeAsync(410);
  expect(incremental).toHaveLength(3);
  expect(bulk.length).toBeLessThanOrEqual(2);
  await vi.advanceTimersByTimeAsync(1_200);
  expect(bulk).toHaveLength(10);
});

test("while Kayle wants to be left alone nobody asks, whatever its priority", async () => {
  const limiter = createRateLimiter(10, CLOCK);
  const before = askMany(limiter, "bulk", 1);
  await vi.advanceTimersByTimeAsync(50);
  expect(before).toHaveLength(1);
  const waiting = askMany(limiter, "bulk", 1);
  limiter.hold(3_000);
  const incremental = askMany(limiter, "incremental", 1);
  await vi.advanceTimersByTimeAsync(2_900);
  expect([...waiting, ...incremental]).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([...waiting, ...incremental]).toHaveLength(2);
});

test("a caller that leaves the queue is told why and takes nobody's turn", async () => {
  const limiter = createRateLimiter(1, CLOCK);
  const gone = new AbortController();
  const first = askMany(limiter, "bulk", 1);
  const left = limiter.take("incremental", gone.signal);
  const last = askMany(limiter, "bulk", 1);
  gone.abort(new Error("over"));
  await expect(left).rejects.toThrow("over");
  await vi.advanceTimersByTimeAsync(2_100);
  expect([first.length, last.length]).toEqual([1, 1]);
  await expect(limiter.take("bulk", gone.signal)).rejects.toThrow("over");
});
