import "server-only";
import { LRUCache } from "lru-cache";

/** Longer than the cookies of an attempt live. */
const REMEMBERED_MS = 15 * 60_000;
const ENTRIES_MAX = 10_000;

/** Next evaluates a module several times in one process; what was spent must be known to all. */
const store = globalThis as typeof globalThis & { __deskSpentValues?: LRUCache<string, true> };

/**
 * Whether `value` is spent for the first time here. An attempt's cookies are taken away when it ends, but
 * a copy of them must not be good for a second one.
 */
export function spend(value: string): boolean {
  if (isSpent(value)) return false;
  getSpent().set(value, true);
  return true;
}

export function isSpent(value: string): boolean {
  return getSpent().has(value);
}

function getSpent(): LRUCache<string, true> {
  store.__deskSpentValues ??= new LRUCache<string, true>({ max: ENTRIES_MAX, ttl: REMEMBERED_MS });
  return store.__deskSpentValues;
}
