"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useState } from "react";

/** What a server takes a screen to be; only the first paint depends on it. */
const FIRST_PAINT_RECT = { width: 0, height: 900 };

type WindowedRow = {
  index: number;
  /** Set for a row that is kept although it is off the screen: px from the top of the body. */
  detachedTopPx: number | null;
};

export type RowWindow = {
  rows: WindowedRow[];
  /** Room that stands for the rows left out before and after. */
  beforePx: number;
  afterPx: number;
  /** The row in the middle of the screen. */
  middleIndex: number;
};

/**
 * Which rows of a long table are in the page. The page itself scrolls, so that zoom, small screens
 * and the browser's own keys work as they do everywhere. Row `keepIndex` always stays: it may have
 * the focus, and an element that goes takes the focus with it.
 */
export function useRowWindow({
  count,
  rowHeightPx,
  overscan,
  bodyRef,
  keepIndex,
  firstScrollPx,
}: {
  count: number;
  rowHeightPx: number;
  /** Rows beyond the screen that are kept ready, so that a quick scroll finds them painted. */
  overscan: number;
  bodyRef: RefObject<HTMLElement | null>;
  keepIndex: number;
  /** Where the page is, or is about to be, scrolled to when the table appears. */
  firstScrollPx: number;
}): RowWindow {
  const [marginPx, setMarginPx] = useState(0);
  useLayoutEffect(() => {
    // What stands above the table may grow at any time; the state changes only where it did.
    const top = bodyRef.current?.getBoundingClientRect().top;
    if (top !== undefined) setMarginPx(Math.round(top + window.scrollY));
  });
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeightPx,
    overscan,
    scrollMargin: marginPx,
    initialRect: FIRST_PAINT_RECT,
    initialOffset: firstScrollPx,
    rangeExtractor: (range) => withKept(defaultRangeExtractor(range), keepIndex, count),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes are stale exactly when the height changes.
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeightPx]);

  const indexes = virtualizer.getVirtualItems().map(({ index }) => index);
  const { startIndex = 0, endIndex = 0 } = virtualizer.range ?? {};
  return {
    ...toWindow(indexes, { count, rowHeightPx, keepIndex }),
    middleIndex: Math.floor((startIndex + endIndex) / 2),
  };
}

function withKept(indexes: number[], keepIndex: number, count: number): number[] {
  if (keepIndex < 0 || keepIndex >= count || indexes.includes(keepIndex)) return indexes;
  return [...indexes, keepIndex].sort((a, b) => a - b);
}

/** Rows in one run flow by themselves; the kept one, where it is apart, is put in its place. */
export function toWindow(
  indexes: readonly number[],
  { count, rowHeightPx, keepIndex }: { count: number; rowHeightPx: number; keepIndex: number },
): Omit<RowWindow, "middleIndex"> {
  const isApart = (index: number) =>
    index === keepIndex && !indexes.includes(index - 1) && !indexes.includes(index + 1);
  const run = indexes.length > 1 ? indexes.filter((index) => !isApart(index)) : indexes;
  const first = run[0] ?? 0;
  const last = run.at(-1) ?? -1;
  return {
    rows: indexes.map((index) => ({
      index,
      detachedTopPx: run.includes(index) ? null : index * rowHeightPx,
    })),
    beforePx: first * rowHeightPx,
    afterPx: Math.max(0, count - last - 1) * rowHeightPx,
  };
}
