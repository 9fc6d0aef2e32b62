import "server-only";
import { type CompiledQuery, passesAll, toAccept } from "./compile-query";
import type { SlotTest } from "./row-tests";
import { toSpan } from "./walk";

/**
 * How many sessions each dictionary entry has, among those that fit in every other dimension. All
 * facets follow from it, since the conditions on one dimension are left out of its own counts.
 */
export type Tally = {
  kind: Uint32Array;
  claims: Uint32Array;
  webhooks: Uint32Array;
  host: Uint32Array;
};

/** What fits, as long as it is little: then a page of it needs no second walk. */
export type FewSlots = {
  add(slot: number): void;
  /** Null once there were too many. */
  slots(): ReadonlySet<number> | null;
};

const FEW_MAX = 1_000;

export function createFewSlots(): FewSlots {
  const slots: number[] = [];
  return {
    add: (slot) => void (slots.length <= FEW_MAX && slots.push(slot)),
    slots: () => (slots.length <= FEW_MAX ? new Set(slots) : null),
  };
}

/** Counts what fits, exactly. */
export function countFits(query: CompiledQuery, few: FewSlots): number {
  const accept = toAccept(query);
  let total = 0;
  forEachSlot(query, (slot) => {
    if (!accept(slot)) return;
    total += 1;
    few.add(slot);
  });
  return total;
}

/** Whether the query leaves nothing out. */
export function isEverything({ terms, tests, only }: CompiledQuery): boolean {
  return terms.length === 0 && tests.length === 0 && only === null;
}

/** Counts what fits among the newest `slotsMax` that the query's stretch of time leaves over. */
export function countNewest(
  query: CompiledQuery,
  slotsMax: number,
): { total: number; isAll: boolean } {
  const accept = toAccept(query);
  const { slots, low, high } = toCreatedSlots(query);
  const end = Math.max(low, high - slotsMax);
  let total = 0;
  for (let at = high - 1; at >= end; at--) {
    if (accept(slots[at] ?? 0)) total += 1;
  }
  return { total, isAll: end === low };
}

/** Counts by dimension over the whole image. */
export function tallyAll(query: CompiledQuery, few: FewSlots): Tally {
  const tally = createTally(query);
  const add = toAdder(query, tally);
  const { columns } = query.image;
  const { tests } = query;
  forEachSlot(query, (slot) => {
    if (columns.isLive[slot] === 1 && passesAll(tests, slot) && add(slot)) few.add(slot);
  });
  return tally;
}

/** Counts by dimension over these slots, which must pass the tests of the query. */
export function tallySlots(query: CompiledQuery, slots: Iterable<number>): Tally {
  const tally = createTally(query);
  const add = toAdder(query, tally);
  for (const slot of slots) add(slot);
  return tally;
}

export function totalOf({ masks }: CompiledQuery, { kind }: Tally): number {
  return kind.reduce((total, count, place) => (masks.kind[place] === 1 ? total + count : total), 0);
}

function createTally({ masks }: CompiledQuery): Tally {
  return {
    kind: new Uint32Array(masks.kind.length),
    claims: new Uint32Array(masks.claims.length),
    webhooks: new Uint32Array(masks.webhooks.length),
    host: new Uint32Array(masks.host.length),
  };
}

/** What it gives tells whether the session fits in every dimension. */
function toAdder({ image, masks }: CompiledQuery, tally: Tally): SlotTest {
  const { columns } = image;
  return (slot) => {
    const kind = columns.kind[slot] ?? 0;
    const claims = columns.claims[slot] ?? 0;
    const webhooks = columns.webhooks[slot] ?? 0;
    const host = columns.host[slot] ?? 0;
    const fitsKind = masks.kind[kind] === 1;
    const fitsClaims = masks.claims[claims] === 1;
    const fitsWebhooks = masks.webhooks[webhooks] === 1;
    const fitsHost = masks.host[host] === 1;
    if (fitsClaims && fitsWebhooks && fitsHost) increment(tally.kind, kind);
    if (!fitsKind) return false;
    if (fitsWebhooks && fitsHost) increment(tally.claims, claims);
    if (fitsClaims && fitsHost) increment(tally.webhooks, webhooks);
    if (fitsClaims && fitsWebhooks) increment(tally.host, host);
    return fitsClaims && fitsWebhooks && fitsHost;
  };
}

function increment(counts: Uint32Array, place: number): void {
  counts[place] = (counts[place] ?? 0) + 1;
}

/** Every slot that the query's stretch of time and its set leave over, in no particular order. */
function forEachSlot(query: CompiledQuery, visit: (slot: number) => void): void {
  const { image, only, created } = query;
  if (only !== null) {
    only.forEach(visit);
    return;
  }
  const isBounded = Number.isFinite(created.from) || Number.isFinite(created.before);
  if (!isBounded) {
    for (let slot = 0; slot < image.columns.length; slot++) visit(slot);
    return;
  }
  const { slots, low, high } = toCreatedSlots(query);
  for (let at = low; at < high; at++) visit(slots[at] ?? 0);
}

function toCreatedSlots(query: CompiledQuery) {
  const order = query.image.orders.createdAt;
  order.settle();
  const slots = order.slots();
  return { slots, ...toSpan(query, "createdAt", order, slots.length) };
}
