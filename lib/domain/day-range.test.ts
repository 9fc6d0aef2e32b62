import { expect, test } from "vitest";
import { endOfDay, startOfDay } from "./day-range";

test.each([
  ["2026-11-23", "UTC", "2026-11-23T00:00:00.000Z", "2026-11-23T23:59:59.999Z"],
  ["2026-11-23", "Europe/Paris", "2026-11-22T23:00:00.000Z", "2026-11-23T22:59:59.999Z"],
  ["2026-11-23", "Asia/Kolkata", "2026-11-22T18:30:00.000Z", "2026-11-23T18:29:59.999Z"],
  ["2026-11-23", "America/Los_Angeles", "2026-11-23T08:00:00.000Z", "2026-11-24T07:59:59.999Z"],
])("%s in %s is the whole calendar day there", (day, zone, from, to) => {
  expect(startOfDay(day, zone)).toBe(from);
  expect(endOfDay(day, zone)).toBe(to);
});

test("a day on which the clocks change has 23 or 25 hours", () => {
  const hours = (day: string) =>
    (Date.parse(endOfDay(day, "Europe/Paris") ?? "") +
      1 -
      Date.parse(startOfDay(day, "Europe/Paris") ?? "")) /
    3_600_000;
  expect(hours("2026-03-29")).toBe(23);
  expect(hours("2026-10-25")).toBe(25);
});

test.each(["", "2026-02-30", "23.11.2026", "2026-11-23T00:00", "tomorrow"])(
  "“%s” is no day",
  (day) => {
    expect(startOfDay(day, "UTC")).toBeNull();
    expect(endOfDay(day, "UTC")).toBeNull();
  },
);
