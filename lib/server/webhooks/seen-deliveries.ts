import "server-only";
import { LRUCache } from "lru-cache";
import { CLOCK_WINDOW_MS } from "./signature";

/** Deliveries that were taken, by the names under which each could come again. */
export type SeenDeliveries = {
  has(names: readonly string[]): boolean;
  add(names: readonly string[]): void;
};

/** A signature from the future counts for twice the window, and never for longer. */
const KEPT_MS = 2 * CLOCK_WINDOW_MS + 60_000;
/** Two names each; room for some seven taken deliveries a second over the whole time. */
const NAMES_MAX = 10_000;

/**
 * Remembers taken deliveries for as long as their signatures count. In this process only: another
 * desk on the same database would take a replay once more, and so would this one when more have come
 * than it remembers. Either costs one read of a session, which changes nothing.
 */
export function createSeenDeliveries(now: () => number = () => performance.now()): SeenDeliveries {
  const seen = new LRUCache<string, true>({
    max: NAMES_MAX,
    ttl: KEPT_MS,
    ttlResolution: 0,
    perf: { now },
  });
  return {
    has: (names) => names.some((name) => seen.has(name)),
    add(names) {
      for (const name of names) seen.set(name, true);
    },
  };
}
