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

function isNewer(a: EventRecord, b: EventRecord): boolean {
  return a.createdAt === b.createdAt ? a.id > b.id : a.createdAt > b.createdAt;
}

function toDeliveries(
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

export function createEventLog(seed: number, onEvent?: (event: EventRecord) => void): EventLog {
  /** Oldest first. */
  const events: EventRecord[] = [];
  const byId = new Map<string, EventRecord>();
  const byDelivery = new Map<string, EventRecord>();
  let made = 0;

  /** How many events are older than `event`. */
  function countOlder(event: EventRecord): number {
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const one = events[middle];
      if (one !== undefined && isNewer(event, one)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    record(fields, targets) {
      made += 1;
      const id = `evt_${token(seed ^ 0xe7e, made, 64)}`;
      const toId = (at: number) => `whd_${token(seed ^ 0xde1, made * 64 + at, 64)}`;
      const deliveries = toDeliveries(fields.createdAt, targets, toId);
      const event = { id, ...fields, deliveries };
      events.splice(countOlder(event), 0, event);
      byId.set(id, event);
      for (const delivery of deliveries) byDelivery.set(delivery.id, event);
      onEvent?.(event);
    },
    find: (id) => byId.get(id) ?? null,
    findByDelivery: (deliveryId) => byDelivery.get(deliveryId) ?? null,
    *newestFirst(after) {
      const start = after === undefined ? events.length : countOlder(after);
      for (let at = start - 1; at >= 0; at--) {
        const event = events[at];
        if (event !== undefined) yield event;
      }
    },
  };
}
