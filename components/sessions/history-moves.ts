"use client";

import { currentEntryKey } from "./list-position";

/**
 * The entry of the history that somebody last went back or forward to. A page that is new and one
 * that is come back to look the same to a component; only the browser tells them apart.
 */
let movedTo: string | null = null;

if (typeof window !== "undefined") {
  window.addEventListener("popstate", () => {
    movedTo = currentEntryKey();
  });
}

/** Whether the entry that is shown was come back to. */
export function isMovedHere(): boolean {
  return movedTo !== null && movedTo === currentEntryKey();
}
