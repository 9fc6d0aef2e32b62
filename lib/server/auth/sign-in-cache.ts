import "server-only";
import { LRUCache } from "lru-cache";
import type { SignInRow } from "./sign-in-store";

/** How long a sign-in may count after another process ended it, or a role after it was changed. */
const FRESH_MS = 5_000;
const ENTRIES_MAX = 5_000;

type Entry = {
  row: Promise<SignInRow | null>;
  loadedAtMs: number;
  /** The last act of the person that this process saw; ahead of the row by up to a minute. */
  seenAtMs: number;
};

const store = globalThis as typeof globalThis & { __deskSignIns?: LRUCache<string, Entry> };

/**
 * Gives the sign-in as read at most five seconds ago, and loads it otherwise. Simultaneous callers
 * share one load; a failed load is not kept.
 */
export function loadFresh(
  signInId: string,
  nowMs: number,
  load: () => Promise<SignInRow | null>,
): Entry {
  const entries = getEntries();
  const known = entries.get(signInId);
  if (known && Math.abs(nowMs - known.loadedAtMs) < FRESH_MS) return known;
  const entry = { row: load(), loadedAtMs: nowMs, seenAtMs: known?.seenAtMs ?? 0 };
  entries.set(signInId, entry);
  entry.row.catch(() => entries.delete(signInId));
  return entry;
}

/** Must be called by whoever ends a sign-in, so that it ends here at once. */
export function forgetSignIn(signInId: string): void {
  getEntries().delete(signInId);
}

function getEntries(): LRUCache<string, Entry> {
  store.__deskSignIns ??= new LRUCache<string, Entry>({ max: ENTRIES_MAX });
  return store.__deskSignIns;
}
