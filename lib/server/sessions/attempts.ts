import "server-only";
import { LRUCache } from "lru-cache";

/** A browser that lost an answer asks again within moments. */
const KEPT_MS = 10 * 60_000;
const ATTEMPTS_MAX = 1_000;

// Next evaluates a module several times in one process.
const store = globalThis as typeof globalThis & {
  __deskAttempts?: LRUCache<string, Promise<unknown>>;
};

/**
 * Runs an action once for each attempt of a page: whoever sends the same one again, twice at a time or
 * after a lost answer, gets the answer of the first. One that failed may be tried anew. The key must
 * name the person and the thing too, so that nobody gets the answer to another's attempt.
 */
export function onceForAttempt<T>(key: string | null, act: () => Promise<T>): Promise<T> {
  if (key === null) return act();
  store.__deskAttempts ??= new LRUCache({ max: ATTEMPTS_MAX, ttl: KEPT_MS });
  const attempts = store.__deskAttempts;
  const known = attempts.get(key) as Promise<T> | undefined;
  if (known) return known;
  const running = act();
  attempts.set(key, running);
  running.catch(() => attempts.delete(key));
  return running;
}
