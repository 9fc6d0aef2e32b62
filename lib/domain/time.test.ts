import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  formatDateTime,
  formatDay,
  formatDayTime,
  formatMoment,
  formatTime,
  toInstant,
  zoneLabel,
} from "./time";
import { isValidZone } from "./zoned-parts";

const NOT_MOMENTS = [
  "",
  "soon",
  "2026",
  "1",
  "2026-13-40T00:00:00Z",
  "2026-11-23T10:26:12",
  "23 Nov 2026",
  "<b>2026-11-23T10:26:12Z</b>",
  "2026-11-23T25:00:00Z",
];

test.each([
  ["2026-11-23T10:26:12.345Z", "UTC", "10:26:12", "23 Nov 2026, 10:26:12"],
  ["2026-11-23T10:26:12Z", "Europe/Paris", "11:26:12", "23 Nov 2026, 11:26:12"],
  ["2026-09-03T00:00:00Z", "UTC", "00:00:00", "3 Sep 2026, 00:00:00"],
  ["2026-11-23T10:26:12+02:00", "UTC", "08:26:12", "23 Nov 2026, 08:26:12"],
  ["2026-11-23T20:00:00Z", "Asia/Kolkata", "01:30:00", "24 Nov 2026, 01:30:00"],
  ["2026-01-01T02:00:00Z", "America/New_York", "21:00:00", "31 Dec 2025, 21:00:00"],
  ["2026-11-23T12:00:00Z", "Pacific/Chatham", "01:45:00", "24 Nov 2026, 01:45:00"],
  // The night in which Paris leaves summer time has the hour from two to three twice.
  ["2026-10-25T00:30:00Z", "Europe/Paris", "02:30:00", "25 Oct 2026, 02:30:00"],
  ["2026-10-25T01:30:00Z", "Europe/Paris", "02:30:00", "25 Oct 2026, 02:30:00"],
  // And the night in which it enters summer time has no hour from two to three.
  ["2026-03-29T00:59:59Z", "Europe/Paris", "01:59:59", "29 Mar 2026, 01:59:59"],
  ["2026-03-29T01:00:00Z", "Europe/Paris", "03:00:00", "29 Mar 2026, 03:00:00"],
])("%s in %s reads %s", (iso, zone, time, dateTime) => {
  expect(formatTime(iso, zone)).toBe(time);
  expect(formatDateTime(iso, zone)).toBe(dateTime);
});

test.each(NOT_MOMENTS)("what is no moment is shown as it came: %j", (text) => {
  const now = new Date("2026-11-23T10:00:00Z");
  expect(toInstant(text)).toBeNull();
  expect(formatTime(text, "UTC")).toBe(text);
  expect(formatDateTime(text, "Asia/Tokyo")).toBe(text);
  expect(formatDay(text, "UTC", now)).toBe(text);
  expect(formatDayTime(text, "UTC", now)).toBe(text);
  expect(formatMoment(text, "UTC", now)).toBe(text);
});

test("no text, zone or moment makes a time unreadable", () => {
  const zone = fc.oneof(fc.string(), fc.constantFrom("UTC", "Europe/Paris", "Asia/Kathmandu"));
  const text = fc.oneof(
    fc.string(),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  );
  fc.assert(
    fc.property(text, zone, fc.date(), (iso, someZone, now) => {
      const shown = [
        formatTime(iso, someZone),
        formatDateTime(iso, someZone),
        zoneLabel(someZone, now),
      ];
      if (toInstant(iso) === null) expect(shown.slice(0, 2)).toEqual([iso, iso]);
      else for (const each of shown) expect(each).not.toMatch(/NaN|Invalid|undefined/);
    }),
  );
});

describe("days", () => {
  const now = new Date("2026-11-23T00:30:00Z");
  test.each([
    ["2026-11-23T00:10:00Z", "UTC", "Today", "Today 00:10:00", "00:10:00"],
    ["2026-11-22T23:50:00Z", "UTC", "Yesterday", "Yesterday 23:50:00", "22 Nov 2026, 23:50:00"],
    // The same two moments are one day in Paris and one in New York.
    ["2026-11-22T23:50:00Z", "Europe/Paris", "Today", "Today 00:50:00", "00:50:00"],
    ["2026-11-23T00:10:00Z", "America/New_York", "Today", "Today 19:10:00", "19:10:00"],
    ["2026-11-24T00:10:00Z", "UTC", "Tomorrow", "Tomorrow 00:10:00", "24 Nov 2026, 00:10:00"],
    ["2026-11-21T12:00:00Z", "UTC", "21 Nov", "21 Nov 12:00:00", "21 Nov 2026, 12:00:00"],
    ["2025-11-23T12:00:00Z", "UTC", "23 Nov 2025", "23 Nov 2025 12:00:00", "23 Nov 2025, 12:00:00"],
  ])("%s in %s is %s", (iso, zone, day, dayTime, moment) => {
    expect(formatDay(iso, zone, now)).toBe(day);
    expect(formatDayTime(iso, zone, now)).toBe(dayTime);
    expect(formatMoment(iso, zone, now)).toBe(moment);
  });

  test("yesterday is the day before even where that day had 25 or 23 hours", () => {
    const paris = "Europe/Paris";
    expect(formatDay("2026-10-24T22:30:00Z", paris, new Date("2026-10-25T23:30:00Z"))).toBe(
      "Yesterday",
    );
    expect(formatDay("2026-03-28T23:30:00Z", paris, new Date("2026-03-29T22:30:00Z"))).toBe(
      "Yesterday",
    );
  });

  test("yesterday crosses the year", () => {
    expect(formatDay("2025-12-31T12:00:00Z", "UTC", new Date("2026-01-01T12:00:00Z"))).toBe(
      "Yesterday",
    );
  });
});

test.each([
  ["UTC", "2026-11-23T10:00:00Z", "UTC"],
  ["Europe/London", "2026-11-23T10:00:00Z", "UTC"],
  ["Europe/London", "2026-07-23T10:00:00Z", "UTC+1"],
  ["Europe/Paris", "2026-10-25T00:59:59Z", "UTC+2"],
  ["Europe/Paris", "2026-10-25T01:00:00Z", "UTC+1"],
  ["Asia/Kolkata", "2026-11-23T10:00:00Z", "UTC+5:30"],
  ["America/Sao_Paulo", "2026-11-23T10:00:00Z", "UTC−3"],
  ["America/St_Johns", "2026-11-23T10:00:00Z", "UTC−3:30"],
  ["Pacific/Chatham", "2026-11-23T10:00:00Z", "UTC+13:45"],
])("%s at %s is %s", (zone, at, label) => {
  expect(zoneLabel(zone, new Date(at))).toBe(label);
});

test("a zone that does not exist is told apart, and read as UTC where it slips through", () => {
  expect(isValidZone("Europe/Paris")).toBe(true);
  for (const zone of ["", "Mars/Olympus", "UTC+1 h", "../etc"]) {
    expect(isValidZone(zone)).toBe(false);
    expect(formatTime("2026-11-23T10:26:12Z", zone)).toBe("10:26:12");
    expect(zoneLabel(zone, new Date("2026-11-23T10:26:12Z"))).toBe("UTC");
  }
});

test("a formatter is built once per zone, so that a long list costs little", () => {
  const iso = "2026-11-23T10:26:12Z";
  formatTime(iso, "Asia/Tokyo");
  const built = vi.spyOn(Intl, "DateTimeFormat");
  onTestFinished(() => built.mockRestore());
  for (let round = 0; round < 2_000; round++) formatTime(iso, "Asia/Tokyo");
  expect(built).not.toHaveBeenCalled();
});
