import "server-only";
import { LRUCache } from "lru-cache";

const ENTRY_EVERY_MS = 60_000;
const CLIENTS_MAX = 5_000;

type Limited = { writtenAtMs: number; sinceThen: number };

const store = globalThis as typeof globalThis & {
  __deskLimitedAttempts?: LRUCache<string, Limited>;
};

/**
 * Counts one attempt of a client that was told to wait. Gives how many to write down now, this one
 * among them; 0 while the client's last entry is less than a minute old, so that nobody can fill the
 * access log from one place.
 */
export function countLimited(client: string, now: Date): number {
  store.__deskLimitedAttempts ??= new LRUCache<string, Limited>({ max: CLIENTS_MAX });
  const clients = store.__deskLimitedAttempts;
  const known = clients.get(client);
  if (known && Math.abs(now.getTime() - known.writtenAtMs) < ENTRY_EVERY_MS) {
    known.sinceThen += 1;
    return 0;
  }
  clients.set(client, { writtenAtMs: now.getTime(), sinceThen: 0 });
  return 1 + (known?.sinceThen ?? 0);
}
