import type { BulkEvents } from "./bulk-events";
import type { WebhookEndpoint } from "./endpoints";
import { token } from "./random";

export type EventRecord = {
  id: string;
  type: string;
  triggerType: "verification_session" | "verification_attempt";
  triggerId: string;
  createdAt: number;
  deliveries: DeliveryRecord[];
};

export type DeliveryRecord = {
  id: string;
  endpoint: WebhookEndpoint;
  createdAt: number;
};

/** The events of one organisation, newest first; equal times by id. */
export type EventLog = {
  record(event: Omit<EventRecord, "id" | "deliveries">, targets: readonly WebhookEndpoint[]): void;
  find(id: string): EventRecord | null;
  findByDelivery(deliveryId: string): EventRecord | null;
  /** Events from the newest on, or those older than `after`. */
  newestFirst(after?: EventRecord): Generator<EventRecord>;
};

export const EVENT_KEPT_MS = 30 * 86_400_000;

/** Recorded server 1.6.0: an event's deliveries follow it by some 80 ms. */
const DELIVERY_LAG_MS = 70;

export function isNewer(a: EventRecord, b: EventRecord): boolean {
  return a.createdAt === b.createdAt ? a.id > b.id : a.createdAt > b.createdAt;
}

export function toDeliveries(
  createdAt: number,
  targets: readonly WebhookEndpoint[],
  toId: (at: number) => string,
): DeliveryRecord[] {
  return targets.map((endpoint, at) => ({
    id: toId(at),
    endpoint,
    createdAt: createdAt + DELIVERY_LAG_MS + at * 13,
  }));
}

export function createEventLog(
  seed: number,
  bulk: BulkEvents | null,
  onEvent?: (event: EventRecord) => void,
): EventLog {
  /** Oldest first. */
  const written: EventRecord[] = [];
  const byId = new Map<string, EventRecord>();
  const byDelivery = new Map<string, EventRecord>();
  let made = 0;

  /** How many written events are older than `event`. */
  function countOlder(event: EventRecord): number {
    let low = 0;
    let high = written.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const one = written[middle];
      if (one !== undefined && isNewer(event, one)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function* writtenNewestFirst(after?: EventRecord): Generator<EventRecord> {
    const start = after === undefined ? written.length : countOlder(after);
    for (let at = start - 1; at >= 0; at--) {
      const event = written[at];
      if (event !== undefined) yield event;
    }
  }

  return {
    record(fields, targets) {
      made += 1;
      const id = `evt_${token(seed ^ 0xe7e, made, 64)}`;
      const toId = (at: number) => `whd_${token(seed ^ 0xde1, made * 64 + at, 64)}`;
      const deliveries = toDeliveries(fields.createdAt, targets, toId);
      const event = { id, ...fields, deliveries };
      written.splice(countOlder(event), 0, event);
      byId.set(id, event);
      for (const delivery of deliveries) byDelivery.set(delivery.id, event);
      onEvent?.(event);
    },
    find: (id) => byId.get(id) ?? bulk?.find(id) ?? null,
    findByDelivery: (id) => byDelivery.get(id) ?? bulk?.findByDelivery(id) ?? null,
    *newestFirst(after) {
      yield* mergeNewestFirst(writtenNewestFirst(after), bulk?.newestFirst(after));
    },
  };
}

function* mergeNewestFirst(
  left: Iterator<EventRecord>,
  right: Iterator<EventRecord> | undefined,
): Generator<EventRecord> {
  let a = left.next();
  let b: IteratorResult<EventRecord> = right?.next() ?? { done: true, value: undefined };
  while (!a.done || !b.done) {
    if (!a.done && (b.done || isNewer(a.value, b.value))) {
      yield a.value;
      a = left.next();
    } else if (!b.done) {
      yield b.value;
      b = right?.next() ?? { done: true, value: undefined };
    }
  }
}
