import type { BulkWorld } from "./bulk";
import { pickTargets, type WebhookEndpoint } from "./endpoints";
import { type EventRecord, isNewer, toDeliveries } from "./event-log";
import { createIdCodec } from "./id-codec";
import { UPDATE_LAG_MS } from "./row";

/** Room for deliveries in the ids of one event. */
const DELIVERIES_MAX = 16;
const INDEX_ROOM = 2 ** 21;

/** The one event of each computed session that has ended, computed as well. */
export type BulkEvents = {
  find(id: string): EventRecord | null;
  findByDelivery(deliveryId: string): EventRecord | null;
  newestFirst(after?: EventRecord): Generator<EventRecord>;
};

export function createBulkEvents(
  bulk: BulkWorld,
  seed: number,
  endpoints: readonly WebhookEndpoint[],
): BulkEvents {
  const { size } = bulk;
  const ids = createIdCodec({ prefix: "evt_", size, seed: seed ^ 0xe1 });
  const deliveryIds = createIdCodec({
    prefix: "whd_",
    size: size * DELIVERIES_MAX,
    seed: seed ^ 0xd1,
  });
  let order: Uint32Array | null = null;
  /** Event ids run against the session ids, so that the two do not look alike. */
  const mirrored = (index: number) => size - 1 - index;

  function event(index: number): EventRecord {
    const row = bulk.row(index, 0);
    const type = `verification.session.${row.status}`;
    const createdAt = (row.completedAt ?? row.createdAt) + UPDATE_LAG_MS;
    const targets = pickTargets(endpoints, type, row.webhookEndpointId);
    const toId = (at: number) => deliveryIds.encode(at * size + index);
    return {
      id: ids.encode(mirrored(index)),
      type,
      triggerType: "verification_session",
      triggerId: row.id,
      createdAt,
      deliveries: toDeliveries(createdAt, targets, toId),
    };
  }

  function findIndex(index: number): EventRecord | null {
    return index === -1 || bulk.completedAt(index) === null ? null : event(index);
  }

  /** How many events are older than `mark`, in the order of time. */
  function countOlder(sorted: Uint32Array, mark: EventRecord): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isNewer(mark, event(sorted[middle] ?? 0))) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    find(id) {
      const place = ids.decode(id);
      return place === -1 ? null : findIndex(mirrored(place));
    },
    findByDelivery(id) {
      const index = deliveryIds.decode(id);
      const found = findIndex(index === -1 ? -1 : index % size);
      return found?.deliveries.some((delivery) => delivery.id === id) ? found : null;
    },
    *newestFirst(after) {
      order ??= sortByEnd(bulk);
      const start = after === undefined ? order.length : countOlder(order, after);
      for (let at = start - 1; at >= 0; at--) yield event(order[at] ?? 0);
    },
  };
}

/**
 * The ended sessions, the one that ended first at the front. Time and index are packed into one
 * number, because a typed array of numbers sorts many times faster than with a comparison.
 */
function sortByEnd(bulk: BulkWorld): Uint32Array {
  const start = bulk.createdAt(bulk.order.nthCreated(0));
  const packed = new Float64Array(bulk.size);
  let count = 0;
  for (let index = 0; index < bulk.size; index++) {
    const end = bulk.completedAt(index);
    if (end !== null) packed[count++] = (end - start) * INDEX_ROOM + bulk.size - 1 - index;
  }
  const sorted = packed.subarray(0, count).sort();
  return Uint32Array.from(sorted, (value) => bulk.size - 1 - (value % INDEX_ROOM));
}
