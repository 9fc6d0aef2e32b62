"use client";

import { useSyncExternalStore } from "react";
// A session's page is where one goes back to a list from, also after it was reloaded.
import "./history-moves";

/** The list as it was when a session was opened from it. Lives in this tab's memory alone. */
export type OpenedList = {
  ids: readonly string[];
  /** The list's own address, to go back to it. */
  href: string;
};

let opened: OpenedList | null = null;
const listeners = new Set<() => void>();

export function rememberOpenedList(list: OpenedList): void {
  opened = list;
  for (const listener of listeners) listener();
}

/** Null after a reload, in a new tab, and for a session that was not opened from a list. */
export function useOpenedList(id: string): OpenedList | null {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
    () => null,
  );
  return list?.ids.includes(id) ? list : null;
}
