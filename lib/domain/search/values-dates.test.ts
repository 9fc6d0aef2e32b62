import { describe, expect, test } from "vitest";
import { parseSearch } from "./parse";
import { CONTEXT, filtersOf } from "./search.fixture";

/** `from before` of the only range, without what all instants share. */
function spanOf(text: string, zone = CONTEXT.zone, now = CONTEXT.now): string {
  const [filter] = filtersOf(`created:${text}`, { now, zone });
  if (filter?.key !== "created") throw new Error("no time");
  return filter.ranges.map(({ from, before }) => `${toShort(from)} ${toShort(before)}`).join(", ");
}

function toShort(iso: string | null): string {
  return iso === null ? "-" : iso.replace(/:00\.000Z$/, "Z");
}

describe("days are whole days of the viewer's zone", () => {
  test.each([
    ["2026-11-01", "2026-10-31T23:00Z 2026-11-01T23:00Z"],
    ["=2026-11-01", "2026-10-31T23:00Z 2026-11-01T23:00Z"],
    ['"2026-11-01"', "2026-10-31T23:00Z 2026-11-01T23:00Z"],
    [">2026-11-01", "2026-11-01T23:00Z -"],
    [">=2026-11-01", "2026-10-31T23:00Z -"],
    ["≥2026-11-01", "2026-10-31T23:00Z -"],
    ["<2026-11-01", "- 2026-10-31T23:00Z"],
    ["<=2026-11-01", "- 2026-11-01T23:00Z"],
    ["2026-11-01..2026-11-07", "2026-10-31T23:00Z 2026-11-07T23:00Z"],
    ["2026-11-01..2026-11-01", "2026-10-31T23:00Z 2026-11-01T23:00Z"],
    ["2026-11-01..", "2026-10-31T23:00Z -"],
    ["..2026-11-07", "- 2026-11-07T23:00Z"],
    ["today", "2026-11-22T23:00Z 2026-11-23T23:00Z"],
    ["Yesterday", "2026-11-21T23:00Z 2026-11-22T23:00Z"],
    ["<today", "- 2026-11-22T23:00Z"],
    [">yesterday", "2026-11-22T23:00Z -"],
    ["2026-11-20..yesterday", "2026-11-19T23:00Z 2026-11-22T23:00Z"],
    [
      "2026-11-01,2026-11-03",
      "2026-10-31T23:00Z 2026-11-01T23:00Z, 2026-11-02T23:00Z 2026-11-03T23:00Z",
    ],
    ["2028-02-29", "2028-02-28T23:00Z 2028-02-29T23:00Z"],
  ])("%s", (text, span) => {
    expect(spanOf(text)).toBe(span);
  });

  test.each([
    ["UTC", "2026-11-23T00:00Z 2026-11-24T00:00Z"],
    ["Asia/Kolkata", "2026-11-22T18:30Z 2026-11-23T18:30Z"],
    ["Asia/Kathmandu", "2026-11-22T18:15Z 2026-11-23T18:15Z"],
    ["Pacific/Kiritimati", "2026-11-23T10:00Z 2026-11-24T10:00Z"],
    ["Pacific/Pago_Pago", "2026-11-23T11:00Z 2026-11-24T11:00Z"],
    ["America/Los_Angeles", "2026-11-23T08:00Z 2026-11-24T08:00Z"],
    ["Nowhere/Unknown", "2026-11-23T00:00Z 2026-11-24T00:00Z"],
  ])("today in %s is the day that its clocks show", (zone, span) => {
    expect(spanOf("today", zone)).toBe(span);
  });

  test.each([
    ["Europe/Paris", "2026-03-29", "2026-03-28T23:00Z 2026-03-29T22:00Z"],
    ["Europe/Paris", "2026-10-25", "2026-10-24T22:00Z 2026-10-25T23:00Z"],
    ["America/New_York", "2026-03-08", "2026-03-08T05:00Z 2026-03-09T04:00Z"],
    ["America/New_York", "2026-11-01", "2026-11-01T04:00Z 2026-11-02T05:00Z"],
    ["America/Santiago", "2026-09-06", "2026-09-06T04:00Z 2026-09-07T03:00Z"],
    ["America/Santiago", "2026-09-05", "2026-09-05T04:00Z 2026-09-06T04:00Z"],
    ["Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30Z 2026-10-04T13:00Z"],
    ["Atlantic/Azores", "2026-03-29", "2026-03-29T01:00Z 2026-03-30T00:00Z"],
  ])("in %s the day %s, on which the clocks change, is whole", (zone, day, span) => {
    expect(spanOf(day, zone)).toBe(span);
  });

  test("yesterday is the calendar day before, also after a change of the clocks", () => {
    const justAfterMidnight = new Date("2026-10-25T23:30:00Z");
    expect(spanOf("yesterday", "Europe/Paris", justAfterMidnight)).toBe(
      "2026-10-24T22:00Z 2026-10-25T23:00Z",
    );
  });

  test("neighbouring days touch and never overlap, in every zone and all year", () => {
    for (const zone of ["Europe/Paris", "America/Santiago", "America/Havana", "Africa/Cairo"]) {
      let last = "";
      for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000) {
        const [from = "", before = ""] = spanOf(
          new Date(day).toISOString().slice(0, 10),
          zone,
        ).split(" ");
        if (last !== "") expect(from).toBe(last);
        last = before;
      }
    }
  });
});

describe("times", () => {
  test.each([
    ["2026-11-23T10:00Z", "2026-11-23T10:00Z 2026-11-23T10:01Z"],
    ["2026-11-23t10:00z", "2026-11-23T10:00Z 2026-11-23T10:01Z"],
    ["2026-11-23T10:00:30Z", "2026-11-23T10:00:30.000Z 2026-11-23T10:00:31.000Z"],
    ["2026-11-23T10:00:30.25Z", "2026-11-23T10:00:30.250Z 2026-11-23T10:00:30.260Z"],
    ["2026-11-23T10:00:30.123Z", "2026-11-23T10:00:30.123Z 2026-11-23T10:00:30.124Z"],
    ["2026-11-23T10:00+02:00", "2026-11-23T08:00Z 2026-11-23T08:01Z"],
    ["2026-11-23T10:00-0330", "2026-11-23T13:30Z 2026-11-23T13:31Z"],
    ["2026-11-23T10:00", "2026-11-23T09:00Z 2026-11-23T09:01Z"],
    ['"2026-11-23 10:00"', "2026-11-23T09:00Z 2026-11-23T09:01Z"],
    ["2026-03-29T02:30", "2026-03-29T01:30Z 2026-03-29T01:31Z"],
    ["2026-10-25T02:30", "2026-10-25T00:30Z 2026-10-25T00:31Z"],
    [">2026-11-23T10:00Z", "2026-11-23T10:00:00.001Z -"],
    [">=2026-11-23T10:00Z", "2026-11-23T10:00Z -"],
    ["<2026-11-23T10:00Z", "- 2026-11-23T10:00Z"],
    ["<=2026-11-23T10:00Z", "- 2026-11-23T10:00:00.001Z"],
    ["2026-11-23T10:00Z..2026-11-23T11:00Z", "2026-11-23T10:00Z 2026-11-23T11:00:00.001Z"],
    ["2026-11-22..2026-11-23T11:00Z", "2026-11-21T23:00Z 2026-11-23T11:00:00.001Z"],
  ])("%s", (text, span) => {
    expect(spanOf(text)).toBe(span);
  });
});

describe("how long ago is counted back from now, in hours of 60 minutes and days of 24 hours", () => {
  test.each([
    ["<1h", "2026-11-23T10:00Z -"],
    ["<=1h", "2026-11-23T10:00Z -"],
    ["1H", "2026-11-23T10:00Z -"],
    [">2d", "- 2026-11-21T11:00Z"],
    ["7d", "2026-11-16T11:00Z -"],
    ["30m", "2026-11-23T10:30Z -"],
    ["30min", "2026-11-23T10:30Z -"],
    ["90s", "2026-11-23T10:58:30.000Z -"],
    ["2w", "2026-11-09T11:00Z -"],
    ["0h", "2026-11-23T11:00Z -"],
    ["7d..1d", "2026-11-16T11:00Z 2026-11-22T11:00Z"],
    ["7d..", "2026-11-16T11:00Z -"],
    ["..7d", "- 2026-11-16T11:00Z"],
    ["30d..yesterday", "2026-10-24T11:00Z 2026-11-22T23:00Z"],
    ["2026-11-01..1h", "2026-10-31T23:00Z 2026-11-23T10:00Z"],
  ])("%s", (text, span) => {
    expect(spanOf(text)).toBe(span);
  });

  test("a day of 24 hours is not a calendar day where the clocks change", () => {
    const now = new Date("2026-03-29T12:00:00Z");
    expect(spanOf("1d", "Europe/Paris", now)).toBe("2026-03-28T12:00Z -");
  });
});

test("the term keeps the time as it was written", () => {
  const texts = filtersOf(
    "created:7D ended:=2026-11-01 created:today..  -created:≥2026-11-23t10:00z",
  );
  expect(texts).toMatchObject([
    { ranges: [{ text: "7d" }] },
    { ranges: [{ text: "2026-11-01" }] },
    { ranges: [{ text: "today.." }] },
    { ranges: [{ text: ">=2026-11-23T10:00Z" }] },
  ]);
});

test("a clock without a time makes errors, not exceptions", () => {
  const result = parseSearch("created:today ended:7d created:2026-11-01", {
    now: new Date(Number.NaN),
    zone: "UTC",
  });
  expect(result).toMatchObject({ ok: false, query: { terms: [{ key: "created" }] } });
});
