"use client";

/** Where somebody was in a list. Numbers alone: what is stored in the browser tells of no session. */
export type ListPosition = {
  scrollPx: number;
  /** The row that had the focus; -1 for none. */
  rowIndex: number;
  /** Rows that were loaded. */
  rowCount: number;
};

const PREFIX = "desk-list-position:";
const KEPT_MAX = 50;

type NavigationLike = { currentEntry?: { key?: string } | null };

/**
 * The browser's own name for the entry of the history that is shown; the same when somebody comes
 * back to it. Null in browsers without the Navigation API: those start at the top.
 */
export function currentEntryKey(): string | null {
  const { navigation } = window as Window & { navigation?: NavigationLike };
  return navigation?.currentEntry?.key ?? null;
}

export function savePosition(entryKey: string, position: ListPosition): void {
  try {
    sessionStorage.setItem(PREFIX + entryKey, JSON.stringify(Object.values(position)));
    dropOldest();
  } catch {
    // A full or forbidden storage costs the place in the list, nothing else.
  }
}

export function findPosition(entryKey: string | null): ListPosition | null {
  if (entryKey === null) return null;
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(PREFIX + entryKey) ?? "null");
    if (!Array.isArray(read) || read.length !== 3) return null;
    const [scrollPx, rowIndex, rowCount] = read.map(Number);
    if (![scrollPx, rowIndex, rowCount].every(Number.isFinite)) return null;
    return { scrollPx: scrollPx ?? 0, rowIndex: rowIndex ?? -1, rowCount: rowCount ?? 0 };
  } catch {
    return null;
  }
}

function dropOldest(): void {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  for (const key of keys.slice(0, Math.max(0, keys.length - KEPT_MAX))) {
    sessionStorage.removeItem(key);
  }
}
