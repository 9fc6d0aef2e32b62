import { expect, test } from "vitest";
import { DEFAULT_SORT } from "@/lib/domain/search/query";
import {
  describeCompleteness,
  describeDifference,
  describeExtent,
  formatCount,
} from "./list-words";

const NOW = { now: new Date("2026-11-23T10:00:10.000Z"), zone: "UTC" };
const COVERAGE = {
  completeSince: null,
  windowStart: "2026-10-24T00:00:00.000Z",
  unreadableRows: 0,
  difference: null,
  fault: null,
};

test("counts have a comma at each thousand", () => {
  expect([0, 999, 1_000, 12_345, 1_000_000].map(formatCount)).toEqual([
    "0",
    "999",
    "1,000",
    "12,345",
    "1,000,000",
  ]);
});

test("the list says how much of it is here, and never more than is known", () => {
  const meta = { total: 12_345, totalIsExact: true, cursor: "more" };
  expect(describeExtent(50, DEFAULT_SORT, meta)).toBe("Newest 50 of 12,345");
  expect(describeExtent(50, DEFAULT_SORT, { ...meta, totalIsExact: false })).toBe(
    "Newest 50 of 12,345+",
  );
  expect(describeExtent(50, { by: "ended", direction: "asc" }, meta)).toBe(
    "First ended 50 of 12,345",
  );
  expect(describeExtent(7, DEFAULT_SORT, { total: 7, totalIsExact: true, cursor: null })).toBe(
    "All 7",
  );
  expect(describeExtent(0, DEFAULT_SORT, { total: 0, totalIsExact: true, cursor: null })).toBe(
    "None",
  );
});

test("complete is said only of a list that is whole and fresh", () => {
  const fresh = { asOf: "2026-11-23T10:00:05.000Z", complete: true, coverage: COVERAGE };
  expect(describeCompleteness(fresh, NOW)).toEqual({
    words: "complete as of 10:00:05",
    isComplete: true,
  });
  expect(describeCompleteness({ ...fresh, asOf: "2026-11-23T09:50:00.000Z" }, NOW).words).toContain(
    "No news from Kayle since today at 09:50:00",
  );
  expect(describeCompleteness({ ...fresh, asOf: null }, NOW).isComplete).toBe(false);
});

test("while Kayle's list is still read, the list says since when it is complete", () => {
  const reading = { asOf: "2026-11-23T10:00:05.000Z", complete: false };
  const since = { ...COVERAGE, completeSince: "2026-11-14T00:00:00.000Z" };
  expect(describeCompleteness({ ...reading, coverage: since }, NOW).words).toBe(
    "Still reading Kayle’s list: complete since 14 Nov at 00:00:00",
  );
  expect(describeCompleteness({ ...reading, coverage: COVERAGE }, NOW).words).toBe(
    "Still reading Kayle’s list: nothing is complete yet",
  );
});

test("counts of Kayle's that are others than the desk's are told in one sentence", () => {
  const tell = (listed: number, atKayle: number) => {
    const difference = { at: "2026-11-23T09:40:00.000Z", listed, atKayle };
    return describeDifference({ ...COVERAGE, difference }, NOW);
  };
  expect(tell(12_345, 12_350)).toBe(
    "Kayle counted 12,350 sessions in all and the desk 12,345, today at 09:40:00",
  );
  expect(tell(7, 7)).toBe(
    "Kayle counted some sessions under another status than the desk, today at 09:40:00",
  );
  expect(describeDifference(COVERAGE, NOW)).toBeNull();
});
