import "server-only";
import { type CompiledQuery, passesAll, toAccept } from "./compile-query";
import { countMap, type FitMap, toFilteredMap, toFitMap } from "./fit-map";
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

/** What was counted: how many fit, which where they are few, and a map where one was made. */
export type Fits = { total: number; few: ReadonlySet<number> | null; map: FitMap | null };

/** A page of so few is found without a second walk. */
const FEW_MAX = 1_000;
/** A stretch of time with less than one session in so many is gone through slot by slot. */
const NARROW_PART = 8;

/** Counts what fits, exactly. */
export function countFits(query: CompiledQuery): Fits {
  const slots = toNarrowSlots(query);
  if (slots === null) {
    const map = toFitMap(query);
    return { ...countMap(map, FEW_MAX), map };
  }
  const accept = toAccept(query);
  const fitting = Array.from(slots).filter(accept);
  return { total: fitting.length, few: toFew(fitting), map: null };
}

/** Whether the query leaves nothing out. */
export function isEverything({ terms, filters, only }: CompiledQuery): boolean {
  return terms.length === 0 && filters.length === 0 && only === null;
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
export function tallyAll(query: CompiledQuery): Fits & { tally: Tally } {
  const tally = createTally(query);
  const slots = toNarrowSlots(query);
  if (slots === null) {
    const map = toFilteredMap(query);
    tallyMap(query, map, tally);
    return { tally, ...countMap(map, FEW_MAX), map };
  }
  const { isLive } = query.image.columns;
  const add = toAdder(query, tally);
  const fitting = Array.from(slots).filter(
    (slot) => isLive[slot] === 1 && passesAll(query.filters, slot) && add(slot),
  );
  return { tally, total: fitting.length, few: toFew(fitting), map: null };
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

/**
 * The same for each slot that the map still has, and leaves in it what fits in every dimension. One
 * plain loop with everything in reach: with a call per slot it takes four times as long.
 */
function tallyMap({ image, masks }: CompiledQuery, map: FitMap, tally: Tally): void {
  const { kind: kinds, claims: sets, webhooks: endpoints, host: hosts } = image.columns;
  for (let slot = 0; slot < map.length; slot++) {
    if (map[slot] !== 1) continue;
    const kind = kinds[slot] ?? 0;
    const claims = sets[slot] ?? 0;
    const webhooks = endpoints[slot] ?? 0;
    const host = hosts[slot] ?? 0;
    const fitsClaims = masks.claims[claims] ?? 0;
    const fitsWebhooks = masks.webhooks[webhooks] ?? 0;
    const fitsHost = masks.host[host] ?? 0;
    const fitsKind = masks.kind[kind] ?? 0;
    const fitsOthers = fitsClaims & fitsWebhooks & fitsHost;
    tally.kind[kind] = (tally.kind[kind] ?? 0) + fitsOthers;
    map[slot] = fitsOthers & fitsKind;
    if (fitsKind === 0) continue;
    tally.claims[claims] = (tally.claims[claims] ?? 0) + (fitsWebhooks & fitsHost);
    tally.webhooks[webhooks] = (tally.webhooks[webhooks] ?? 0) + (fitsClaims & fitsHost);
    tally.host[host] = (tally.host[host] ?? 0) + (fitsClaims & fitsWebhooks);
  }
}

function toFew(slots: readonly number[]): ReadonlySet<number> | null {
  return slots.length <= FEW_MAX ? new Set(slots) : null;
}

/** Every slot that the query's set or its stretch of time leaves over; null where those are many. */
function toNarrowSlots(query: CompiledQuery): Iterable<number> | null {
  const { image, only, created } = query;
  if (only !== null) return only;
  if (!Number.isFinite(created.from) && !Number.isFinite(created.before)) return null;
  const { slots, low, high } = toCreatedSlots(query);
  const isNarrow = (high - low) * NARROW_PART < image.columns.length;
  return isNarrow ? slots.subarray(low, high) : null;
}

function toCreatedSlots(query: CompiledQuery) {
  const order = query.image.orders.createdAt;
  order.settle();
  const slots = order.slots();
  return { slots, ...toSpan(query, "createdAt", order, slots.length) };
}
