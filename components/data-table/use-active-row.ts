"use client";

import { type FocusEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";

export type ActiveRow = {
  /** The row that the keyboard is in, or was last; -1 for none. */
  activeIndex: number;
  /** Puts the focus on a row's link; `isStill` leaves the page where it is scrolled to. */
  focusRow: (index: number, options?: { isStill?: boolean }) => void;
  /** For whatever holds the table. */
  onFocus: (event: FocusEvent) => void;
};

/** Follows the focus through the rows of a table, and moves it, also to a row that is not painted yet. */
export function useActiveRow(container: RefObject<HTMLElement | null>): ActiveRow {
  const [activeIndex, setActiveIndex] = useState(-1);
  const wanted = useRef<{ index: number; isStill: boolean } | null>(null);

  useLayoutEffect(() => {
    const row = wanted.current && findRow(container.current, wanted.current.index);
    if (!row || !wanted.current) return;
    const { isStill } = wanted.current;
    wanted.current = null;
    row.querySelector<HTMLElement>("[data-row-link]")?.focus({ preventScroll: true });
    if (!isStill) row.scrollIntoView({ block: "nearest" });
  });

  return {
    activeIndex,
    focusRow(index, { isStill = false } = {}) {
      wanted.current = { index, isStill };
      setActiveIndex(index);
    },
    onFocus({ target }) {
      const number = target.closest("[data-row-id]")?.getAttribute("aria-rowindex");
      if (number) setActiveIndex(Number(number) - 2);
    },
  };
}

function findRow(container: HTMLElement | null, index: number): Element | null {
  return container?.querySelector(`[data-row-id][aria-rowindex="${index + 2}"]`) ?? null;
}
