import { expect, test } from "vitest";
import { countLimited } from "./limited-attempts";

const START = new Date("2026-05-03T09:00:00Z");
const at = (ms: number) => new Date(START.getTime() + ms);

test("a client gets one entry a minute, whose count leaves no attempt out", () => {
  const entries = Array.from({ length: 200 }, (_, n) => countLimited("192.0.2.1", at(n * 1_000)));
  expect(entries.filter((attempts) => attempts > 0)).toEqual([1, 60, 60, 60]);
  expect(countLimited("192.0.2.1", at(240_000))).toBe(20);
});

test("each client is counted for itself", () => {
  expect(countLimited("192.0.2.2", START)).toBe(1);
  expect(countLimited("192.0.2.3", START)).toBe(1);
});
