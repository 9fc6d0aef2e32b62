import fc from "fast-check";
import { expect, test } from "vitest";
import { SEARCH_IDS_MAX } from "@/lib/contracts/search-params";
import { toRowsInSight } from "./list-sight";

/** Rows of 32 px on a screen of 1,440 px, twice what most have. */
const ON_SCREEN = 45;

test("whatever a screen shows is in sight, and it fits into one request", () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(5_000), (count, middle) => {
      const rows = Array.from({ length: count }, (_, index) => index);
      const seen = toRowsInSight(rows, middle);
      const half = Math.floor(ON_SCREEN / 2);
      const shown = rows.slice(Math.max(0, middle - half), middle + half + 1);
      expect(shown.filter((row) => !seen.includes(row))).toEqual([]);
      expect(seen.length).toBeLessThanOrEqual(SEARCH_IDS_MAX);
    }),
  );
});

test("scrolling by a few rows asks for nothing new", () => {
  const rows = Array.from({ length: 200 }, (_, index) => index);
  expect(toRowsInSight(rows, 101)).toEqual(toRowsInSight(rows, 124));
});
