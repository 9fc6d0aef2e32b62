import "server-only";
import { LRUCache } from "lru-cache";
import type { Db } from "../db/db";

/** Sessions live an hour; so many are open at once only where millions are made in a month. */
const LOOKS_MAX = 50_000;

type Looks = LRUCache<string, number>;

// Next evaluates a module several times in one process.
const store = globalThis as typeof globalThis & { __deskLooks?: WeakMap<Db, Looks> };

/**
 * When this process last saw an open session as the index has it, in milliseconds since 1970. A read
 * without a change writes nothing, so only this knows of it; after a restart the span in which a
 * change fell is said wider than it need be, never narrower.
 */
function getLastLooks(db: Db): Looks {
  store.__deskLooks ??= new WeakMap();
  const found = store.__deskLooks.get(db) ?? new LRUCache<string, number>({ max: LOOKS_MAX });
  store.__deskLooks.set(db, found);
  return found;
}

/** A read that was asked for at `readAt`, in milliseconds. Only open sessions are kept: they change. */
export function noteLook(
  db: Db,
  { id, completedAt, readAt }: { id: string; completedAt: number | null; readAt: number },
): void {
  if (completedAt !== null) return;
  const looks = getLastLooks(db);
  looks.set(id, Math.max(readAt, looks.get(id) ?? 0));
}

/** In milliseconds; undefined where this process has not seen it. */
export function findLastLook(db: Db, id: string): number | undefined {
  return getLastLooks(db).get(id);
}
