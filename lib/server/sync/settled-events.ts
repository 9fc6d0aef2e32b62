import "server-only";
import { LRUCache } from "lru-cache";
import { isOpenDelivery, type KayleEvent } from "@/lib/domain/kayle-event";

/** More than the newest pages of one look hold. */
const EVENTS_MAX = 1_000;
/** After so long an event is written all the same, in case the table lost it. */
const SETTLED_FOR_MS = 30_000;

/**
 * The newest events are read again with each look, and nearly all of them are as they were: writing them
 * again would change nothing and have searches wait. An event that waits for a delivery never settles,
 * because each look at it counts. Whatever takes sessions away takes their events as well, so nothing that
 * was noted counts once another session has gone.
 */
export type SettledEvents = {
  /** To be told before each look what went last, as `readWriterFacts` has it. */
  begin(lastGone: number | null): void;
  /** Those that were not noted just so a moment ago. */
  leaveOut(events: readonly KayleEvent[]): KayleEvent[];
  /** These are in the table. */
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
  let goneBefore: number | null = null;
  return {
    begin(lastGone) {
      if (lastGone !== goneBefore) noted.clear();
      goneBefore = lastGone;
    },
    leaveOut: (events) => events.filter((event) => noted.get(event.id) !== JSON.stringify(event)),
    note(events) {
      for (const event of events) {
        if (event.deliveries.some(isOpenDelivery)) noted.delete(event.id);
        else noted.set(event.id, JSON.stringify(event));
      }
    },
  };
}
