import fc from "fast-check";
import { expect, test } from "vitest";
import { cutNewest, type TimeRange, toSliceMs } from "./time-range";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

test("the slices of a range cover it without a gap, the newest first, and come to an end", () => {
  const dates = fc.date({
    min: new Date("2026-01-01"),
    max: new Date("2026-12-31"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(dates, dates, fc.integer({ min: DAY_MS, max: 30 * DAY_MS }), (a, b, sliceMs) => {
      const whole = a <= b ? { from: a, to: b } : { from: b, to: a };
      const slices: TimeRange[] = [];
      for (let rest: TimeRange | null = whole; rest; ) {
        const cut: ReturnType<typeof cutNewest> = cutNewest(rest, sliceMs);
        slices.push(cut.slice);
        rest = cut.rest;
      }
      expect(slices[0]?.to).toEqual(whole.to);
      expect(slices.at(-1)?.from).toEqual(whole.from);
      for (const [at, slice] of slices.entries()) {
        const next = slices[at + 1];
        // Both hold the moment in between, as Kayle's times are finer than those it shows.
        if (next) expect(next.to).toEqual(slice.from);
      }
    }),
  );
});

test("slices grow where little happens and shrink where much does, within bounds", () => {
  const hour = 60 * MINUTE_MS;
  expect(toSliceMs({ ms: hour, rows: 0 })).toBe(4 * hour);
  expect(toSliceMs({ ms: hour, rows: 20_000 })).toBe(hour);
  expect(toSliceMs({ ms: hour, rows: 40_000 })).toBe(hour / 2);
  expect(toSliceMs({ ms: 3 * DAY_MS, rows: 1 })).toBe(3 * DAY_MS);
  expect(toSliceMs({ ms: 6 * MINUTE_MS, rows: 1_000_000 })).toBe(5 * MINUTE_MS);
});
