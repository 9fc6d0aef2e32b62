"use client";

import { useSyncExternalStore } from "react";
import { fetchSearch, type SearchQuestion } from "@/lib/queries/search-queries";
// A session's page is where one goes back to a list from, also after it was reloaded.
import "./history-moves";

/** Where a list goes on after the rows that were read of it. */
type ListRest = { question: SearchQuestion; cursor: string };

/** The list as it was when a session was opened from it. Lives in this tab's memory alone. */
export type OpenedList = {
  /** The rows that were read so far, in their order. */
  ids: readonly string[];
  /** Null when `ids` is all of it. */
  rest: ListRest | null;
  /** Sessions in all; at least so many where `totalIsExact` is false. */
  total: number;
  totalIsExact: boolean;
  /** The list's own address, to go back to it. */
  href: string;
};

const READ_ON_ROWS = 200;

let opened: OpenedList | null = null;
let reading: Promise<void> | null = null;
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

/**
 * Reads the opened list on from where it ended. Its cursor stands at a row and a moment, so what
 * arrived since is not among what comes. Harmless where all is read, or being read, already.
 */
export function readOpenedListOn(): Promise<void> {
  reading ??= readOn().finally(() => {
    reading = null;
  });
  return reading;
}

async function readOn(): Promise<void> {
  const list = opened;
  if (!list?.rest) return;
  const { question, cursor } = list.rest;
  const page = await fetchSearch({ ...question, cursor, facets: false, limit: READ_ON_ROWS });
  // Another list may have been opened meanwhile.
  if (opened !== list) return;
  const ids = [...new Set([...list.ids, ...page.data.map(({ id }) => id)])];
  const next = page.meta.cursor;
  rememberOpenedList({ ...list, ids, rest: next === null ? null : { question, cursor: next } });
}
