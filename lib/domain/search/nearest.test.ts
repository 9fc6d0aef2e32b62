import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, findNearest } from "./nearest";

test.each([
  ["", "", 0],
  ["status", "status", 0],
  ["statsu", "status", 1],
  ["satus", "status", 1],
  ["statuss", "status", 1],
  ["kitten", "sitting", 3],
  ["abc", "", 3],
])("from “%s” to “%s” it takes %i changes", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test("the distance is the same both ways, and 0 for equal texts alone", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test.each([
  ["faild", "failed"],
  ["FAILED", "failed"],
  ["exp", "expired"],
  ["in progress", "in_progress"],
  ["progress", "in_progress"],
  ["success", "succeeded"],
  ["x", null],
  ["zebra", null],
  ["f".repeat(41), null],
])("“%s” was meant to be %s", (text, meant) => {
  expect(findNearest(text, ["failed", "expired", "in_progress", "succeeded"])).toBe(meant);
});
