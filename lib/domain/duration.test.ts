import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, formatRelative, formatRough } from "./duration";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, "0 s"],
  [10, "less than 1 s"],
  [999, "less than 1 s"],
  [12 * SECOND, "12 s"],
  [12_999, "12 s"],
  [MINUTE, "1 min"],
  [28 * MINUTE + 10 * SECOND, "28 min 10 s"],
  [59 * MINUTE + 59_999, "59 min 59 s"],
  [HOUR, "1 h"],
  [HOUR + 30 * SECOND, "1 h"],
  [4 * HOUR + 2 * MINUTE + 50 * SECOND, "4 h 2 min"],
  [DAY + HOUR, "1 d 1 h"],
  [30 * DAY, "30 d"],
  [-28 * MINUTE - 10 * SECOND, "28 min 10 s"],
  [Number.NaN, "an unknown time"],
  [Number.POSITIVE_INFINITY, "an unknown time"],
])("%d ms reads %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("a duration never claims more than there is, and is short by less than its smaller unit", () => {
  const sizes: Record<string, number> = { d: DAY, h: HOUR, min: MINUTE, s: SECOND };
  const smaller: Record<string, number> = { d: HOUR, h: MINUTE, min: SECOND, s: SECOND };
  fc.assert(
    fc.property(fc.integer({ min: SECOND, max: 400 * DAY }), (ms) => {
      const units = [...formatDuration(ms).matchAll(/(\d+) (d|h|min|s)\b/g)];
      const said = units.reduce(
        (sum, [, count, unit]) => sum + Number(count) * (sizes[unit ?? ""] ?? 0),
        0,
      );
      expect(said).toBeLessThanOrEqual(ms);
      expect(ms - said).toBeLessThan(smaller[units[0]?.[2] ?? ""] ?? 0);
    }),
  );
});

const NOW = new Date("2026-11-23T10:38:00Z");

test.each([
  ["2026-11-23T10:38:00Z", "just now"],
  ["2026-11-23T10:37:51Z", "just now"],
  ["2026-11-23T10:38:09Z", "just now"],
  ["2026-11-23T10:37:48Z", "12 seconds ago"],
  ["2026-11-23T10:37:00Z", "1 minute ago"],
  ["2026-11-23T10:26:00Z", "12 minutes ago"],
  ["2026-11-23T11:11:59Z", "in 33 minutes"],
  ["2026-11-23T09:38:00Z", "1 hour ago"],
  ["2026-11-22T10:38:01Z", "23 hours ago"],
  ["2026-11-22T10:38:00Z", "1 day ago"],
  ["2026-10-24T10:38:00Z", "30 days ago"],
  ["2026-11-23T12:38:00+01:00", "in 1 hour"],
  ["not a time", "not a time"],
  ["", ""],
])("%s is %s", (iso, text) => {
  expect(formatRelative(iso, NOW)).toBe(text);
});

test("a rough duration is one whole unit, rounded down", () => {
  expect(formatRough(33 * MINUTE + 59 * SECOND)).toBe("33 minutes");
  expect(formatRough(-2 * HOUR)).toBe("2 hours");
  expect(formatRough(500)).toBe("0 seconds");
  expect(formatRough(Number.NaN)).toBe("an unknown time");
});
