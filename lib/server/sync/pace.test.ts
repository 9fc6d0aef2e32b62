import { setMaxListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPace, type Lane, type Pace } from "./pace";

const FOREVER = new AbortController().signal;
setMaxListeners(0, FOREVER);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Asks for leave `count` times at once and notes when each is given, in ms. */
function askMany(pace: Pace, lane: Lane, count: number): { lane: Lane; atMs: number }[] {
  const given: { lane: Lane; atMs: number }[] = [];
  const start = performance.now();
  for (let number = 0; number < count; number += 1) {
    void pace.take(lane, FOREVER).then(() => given.push({ lane, atMs: performance.now() - start }));
  }
  return given;
}

test("no stretch of a second holds more calls than the rate, not even after an idle hour", async () => {
  const pace = createPace(10);
  await vi.advanceTimersByTimeAsync(3_600_000);
  const given = askMany(pace, "slow", 40);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(given).toHaveLength(40);
  for (const { atMs } of given) {
    const within = given.filter((one) => one.atMs >= atMs && one.atMs < atMs + 1_000);
    expect(within.length).toBeLessThanOrEqual(11);
  }
});

test("what is new goes before everything else that waits", async () => {
  const pace = createPace(10);
  const slow = askMany(pace, "slow", 10);
  const fresh = askMany(pace, "fresh", 3);
  await vi.advanceTimersByTimeAsync(400);
  expect(fresh).toHaveLength(3);
  expect(slow.length).toBeLessThanOrEqual(2);
});

test("while people search, what is idle is asked once in four seconds, and the rest as ever", async () => {
  let searchedAt = Number.NEGATIVE_INFINITY;
  const pace = createPace(10, () => searchedAt);
  const search = setInterval(() => {
    searchedAt = performance.now();
  }, 100);
  await vi.advanceTimersByTimeAsync(200);
  const idle = askMany(pace, "idle", 40);
  await vi.advanceTimersByTimeAsync(16_000);
  expect(idle.length).toBeGreaterThanOrEqual(3);
  expect(idle.length).toBeLessThanOrEqual(4);
  const [fresh, slow] = [askMany(pace, "fresh", 5), askMany(pace, "slow", 5)];
  await vi.advanceTimersByTimeAsync(1_100);
  expect([fresh.length, slow.length]).toEqual([5, 5]);
  clearInterval(search);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(idle).toHaveLength(40);
});

test("trouble halves the rate each time, answers bring it back and not above what was set", async () => {
  const pace = createPace(16);
  pace.slowDown(0);
  pace.slowDown(0);
  expect(pace.rps()).toBe(4);
  for (let answers = 0; answers < 200; answers += 1) pace.speedUp();
  expect(pace.rps()).toBe(16);
  for (let faults = 0; faults < 100; faults += 1) pace.slowDown(0);
  expect(pace.rps()).toBeGreaterThan(0);
});

test("while Kayle wants to be left alone nobody asks, whatever lane it is in", async () => {
  const pace = createPace(10);
  const before = askMany(pace, "slow", 1);
  await vi.advanceTimersByTimeAsync(50);
  expect(before).toHaveLength(1);
  const waiting = askMany(pace, "slow", 1);
  pace.slowDown(3_000);
  const fresh = askMany(pace, "fresh", 1);
  await vi.advanceTimersByTimeAsync(2_900);
  expect([...waiting, ...fresh]).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([...waiting, ...fresh]).toHaveLength(2);
});

test("who leaves the queue is told why and takes nobody's turn", async () => {
  const pace = createPace(1);
  const gone = new AbortController();
  const first = askMany(pace, "slow", 1);
  const left = pace.take("slow", gone.signal);
  const last = askMany(pace, "slow", 1);
  gone.abort(new Error("over"));
  await expect(left).rejects.toThrow("over");
  await vi.advanceTimersByTimeAsync(1_100);
  expect([first.length, last.length]).toEqual([1, 1]);
  await expect(pace.take("slow", gone.signal)).rejects.toThrow("over");
});
