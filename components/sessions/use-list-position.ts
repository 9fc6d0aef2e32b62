"use client";

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useIsHydrating } from "@/components/ui/use-is-hydrating";
import { isMovedHere } from "./history-moves";
import { currentEntryKey, findPosition, type ListPosition, savePosition } from "./list-position";

const SAVE_DELAY_MS = 120;

type Situation = {
  /** The search that the rows below belong to. */
  q: string;
  rowCount: number;
  /** Whether there are rows that are not loaded yet. */
  hasMore: boolean;
  /** Null while rows are on their way. */
  loadMore: (() => void) | null;
  activeIndex: number;
  focusRow: (index: number) => void;
};

/**
 * Back brings back the place: the same rows loaded, the same scroll, the focus where it was. Gives the
 * scroll to begin with, so that the first paint already has the rows that will be in sight.
 */
export function useListPosition(situation: Situation): number {
  const { q, rowCount, hasMore, loadMore, activeIndex, focusRow } = situation;
  const isHydrating = useIsHydrating();
  const [arrived] = useState(() => (isHydrating ? null : findArrived(q)));
  const [wasHydrating] = useState(isHydrating);
  const pending = useRef<ListPosition | null | undefined>(undefined);

  useLayoutEffect(() => {
    if (pending.current === undefined) {
      // What the server painted is taken over first; only then may the page differ from it.
      pending.current = wasHydrating ? findPosition(currentEntryKey()) : arrived;
    }
    const saved = pending.current;
    if (!saved) return;
    if (rowCount < saved.rowCount && hasMore) {
      loadMore?.();
      return;
    }
    if (rowCount === 0) return;
    pending.current = null;
    window.scrollTo(0, saved.scrollPx);
    if (saved.rowIndex >= 0) focusRow(saved.rowIndex);
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function save() {
      const entryKey = currentEntryKey();
      if (entryKey === null || pending.current || !isShown(q)) return;
      savePosition(entryKey, { scrollPx: window.scrollY, rowIndex: activeIndex, rowCount });
    }
    function saveSoon() {
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_DELAY_MS);
    }
    function saveNow() {
      clearTimeout(timer);
      save();
    }
    saveSoon();
    window.addEventListener("scroll", saveSoon, { passive: true });
    // A click or Enter may leave the page before the timer runs out.
    window.addEventListener("click", saveNow, { capture: true });
    window.addEventListener("pagehide", saveNow);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("scroll", saveSoon);
      window.removeEventListener("click", saveNow, { capture: true });
      window.removeEventListener("pagehide", saveNow);
    };
  }, [q, rowCount, activeIndex]);

  return arrived?.scrollPx ?? 0;
}

/**
 * Keeps the browser from putting the page where it was when the address changed: that may be after the
 * list had gone and the page had shrunk, and it would do so after the true place is back. For the whole
 * page of a list, as the entry of the history keeps this, and a table comes and goes on the page.
 */
export function useOwnScrollRestoration(): void {
  useEffect(() => {
    if (currentEntryKey() === null) return;
    window.history.scrollRestoration = "manual";
    return () => {
      window.history.scrollRestoration = "auto";
    };
  }, []);
}

/** Null where somebody came to the list by a link, which begins at the top. */
function findArrived(q: string): ListPosition | null {
  if (typeof window === "undefined" || !isMovedHere() || !isShown(q)) return null;
  return findPosition(currentEntryKey());
}

/** The page may already show another list, or another page, than the one that is about to go. */
function isShown(q: string): boolean {
  const url = new URL(window.location.href);
  return (url.searchParams.get("q") ?? "") === q;
}
