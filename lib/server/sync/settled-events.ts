import "server-only";
import { LRUCache } from "lru-cache";
import { isOpenDelivery, type KayleEvent } from "@/lib/domain/kayle-event";

/** More than the newest pages of one look hold. */
const EVENTS_MAX = 1_000;
/** After so long an event is written all the same, in case its session went and came back. */
const SETTLED_FOR_MS = 30_000;

/**
 * The newest events are read again with each look, and nearly all of them are as they were: writing them
 * again would change nothing and have searches wait. An event that waits for a delivery never settles,
 * because each look at it counts.
 */
export type SettledEvents = {
  /** Those that were not noted just so a moment ago. */
  leaveOut(events: readonly KayleEvent[]): KayleEvent[];
  /** These were written. */
  note(events: readonly KayleEvent[]): void;
};

/** `now` in ms, by any clock that only goes on. */
export function createSettledEvents(now = () => performance.now()): SettledEvents {
  const noted = new LRUCache<string, string>({
    max: EVENTS_MAX,
    ttl: SETTLED_FOR_MS,
    ttlResolution: 0,
    perf: { now },
  });
  return {
    leaveOut: (events) => events.filter((event) => noted.get(event.id) !== JSON.stringify(event)),
    note(events) {
      for (const event of events) {
        if (!event.deliveries.some(isOpenDelivery)) noted.set(event.id, JSON.stringify(event));
      }
    },
  };
}
