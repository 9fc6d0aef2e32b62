import { expect, test } from "vitest";
import { endOfDay, offsetMs, startOfDay, toZonedInstant } from "./day-range";

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

test.each([
  ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00.000Z"],
  ["America/Havana", "2026-03-08", "2026-03-08T05:00:00.000Z"],
  ["Atlantic/Azores", "2026-03-29", "2026-03-29T01:00:00.000Z"],
  ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000Z"],
])("where %s skips the midnight of %s, the day begins as the clocks change", (zone, day, start) => {
  expect(startOfDay(day, zone)).toBe(start);
  expect(offsetMs(Date.parse(start), zone) - offsetMs(Date.parse(start) - 1, zone)).toBe(3_600_000);
});

test.each([
  ["of a skipped hour", "2026-03-29T02:30:00Z", "2026-03-29T01:30:00.000Z"],
  ["of a repeated hour", "2026-10-25T02:30:00Z", "2026-10-25T00:30:00.000Z"],
  ["just before a change", "2026-03-29T01:59:59Z", "2026-03-29T00:59:59.000Z"],
  ["just after a change", "2026-03-29T03:00:00Z", "2026-03-29T01:00:00.000Z"],
  ["in winter", "2026-12-01T12:00:00Z", "2026-12-01T11:00:00.000Z"],
])("a wall time %s in Paris is one instant", (_name, wall, instant) => {
  expect(new Date(toZonedInstant(Date.parse(wall), "Europe/Paris")).toISOString()).toBe(instant);
});
