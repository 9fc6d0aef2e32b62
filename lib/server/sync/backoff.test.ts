import { expect, test } from "vitest";
import { toBackoffMs } from "./backoff";

test("waits twice as long after each failure, up to a minute, with up to half of it as jitter", () => {
  expect([1, 2, 3, 4].map((failures) => toBackoffMs(failures, undefined, 1))).toEqual([
    250, 500, 1_000, 2_000,
  ]);
  expect(toBackoffMs(1, undefined, 0)).toBe(125);
  expect(toBackoffMs(500, undefined, 1)).toBe(60_000);
});

test("waits at least as long as Kayle asks", () => {
  expect(toBackoffMs(1, 30, 0)).toBe(30_000);
  expect(toBackoffMs(1, 30, 1)).toBe(33_000);
  expect(toBackoffMs(20, 1, 1)).toBe(60_000);
});
