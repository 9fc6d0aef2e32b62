import "server-only";
import { LRUCache } from "lru-cache";
import { findDueEvents } from "../events/find-due-events";
import { recordDeliveries } from "../events/record-deliveries";
import { isUnusableAnswer } from "../upstream/upstream-error";
import type { SyncContext } from "./sync-context";

const EVENTS_PER_CYCLE = 10;
/** An answer that cannot be read is not likely to be better soon. */
const UNREADABLE_PAUSE_MS = 10 * 60_000;
const PAUSED_MAX = 1_000;

type OpenDeliveries = {
  /** Reads those that may have changed, a few events at most; the rest waits for the next time. */
  run(): Promise<void>;
};

/** Follows deliveries until they end, also those whose event is long known. */
export function createOpenDeliveries(context: SyncContext): OpenDeliveries {
  const { db, source, clock } = context;
  const paused = new LRUCache<string, true>({
    max: PAUSED_MAX,
    ttl: UNREADABLE_PAUSE_MS,
    ttlResolution: 0,
    perf: { now: clock.monotonicMs },
  });

  async function read(eventId: string): Promise<void> {
    try {
      const answer = await source.listDeliveries(eventId, "bulk");
      if (answer) await recordDeliveries(db, eventId, answer, answer.askedAt);
    } catch (error) {
      if (!isUnusableAnswer(error)) throw error;
      paused.set(eventId, true);
    }
  }

  return {
    async run() {
      paused.purgeStale();
      const due = await findDueEvents(db, clock.now(), EVENTS_PER_CYCLE + paused.size);
      const wanted = due.filter((id) => !paused.has(id)).slice(0, EVENTS_PER_CYCLE);
      for (const id of wanted) await read(id);
    },
  };
}
