import fc from "fast-check";
import { expect, test } from "vitest";
import { toWindow } from "./use-row-window";

test("rows in the page and the room for the others are together as tall as the whole list", () => {
  const anyList = fc.record({
    count: fc.integer({ min: 1, max: 5_000 }),
    first: fc.nat(5_000),
    shown: fc.integer({ min: 2, max: 60 }),
    keepIndex: fc.integer({ min: -1, max: 5_000 }),
  });
  fc.assert(
    fc.property(anyList, ({ count, first, shown, keepIndex }) => {
      const start = Math.min(first, count - 1);
      const end = Math.min(start + shown, count);
      const run = Array.from({ length: end - start }, (_, index) => start + index);
      fc.pre(run.length > 1);
      const isKept = keepIndex >= 0 && keepIndex < count && !run.includes(keepIndex);
      const indexes = isKept ? [...run, keepIndex].sort((a, b) => a - b) : run;
      const { rows, beforePx, afterPx } = toWindow(indexes, { count, rowHeightPx: 42, keepIndex });
      const flowing = rows.filter(({ detachedTopPx }) => detachedTopPx === null);
      expect(beforePx + flowing.length * 42 + afterPx).toBe(count * 42);
      expect(rows).toHaveLength(indexes.length);
    }),
  );
});

test("the row with the focus, far from the others, is put exactly where it belongs", () => {
  const options = { count: 1_000, rowHeightPx: 42, keepIndex: 3 };
  const { rows, beforePx } = toWindow([3, 500, 501, 502], options);
  expect(rows[0]).toEqual({ index: 3, detachedTopPx: 126 });
  expect(rows[1]?.detachedTopPx).toBeNull();
  expect(beforePx).toBe(500 * 42);
});
