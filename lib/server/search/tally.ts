import "server-only";
import { type CompiledQuery, passesAll, toAccept } from "./compile-query";
import { countByCombination, type FitMap, toFitMap } from "./fit-map";
import { DIMENSIONS, type Dimension } from "./masks";
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

/** What was counted: how many fit and, where it came to that, which are few or a map of them. */
export type Fits = { total: number; few: ReadonlySet<number> | null; map: FitMap | null };

/** How many sessions of each combination pass what is asked of each session. */
type Passing = Pick<Fits, "map"> & { counts: ArrayLike<number>; slots: readonly number[] | null };

/** A page of so few is found without a second walk. */
const FEW_MAX = 1_000;
/** A stretch of time with less than one session in so many is gone through slot by slot. */
const NARROW_PART = 8;

/** Counts what fits, exactly. */
export function countFits(query: CompiledQuery): Fits {
  return toFits(query, countPassing(query));
}

/** The same, and by dimension. */
export function tallyFits(query: CompiledQuery): Fits & { tally: Tally } {
  const passing = countPassing(query);
  return { ...toFits(query, passing), tally: tallyCounts(query, passing.counts) };
}

function toFits({ image, combinations }: CompiledQuery, { counts, slots, map }: Passing): Fits {
  const { fit } = combinations;
  let total = 0;
  for (let place = 0; place < fit.length; place++)
    total += (fit[place] ?? 0) * (counts[place] ?? 0);
  if (slots === null || total > FEW_MAX) return { total, few: null, map };
  const { combination } = image.columns;
  return { total, few: new Set(slots.filter((slot) => fit[combination[slot] ?? -1] === 1)), map };
}

function countPassing(query: CompiledQuery): Passing {
  const { image, filters } = query;
  const narrow = toNarrowSlots(query);
  if (narrow !== null) {
    const { isLive } = image.columns;
    const slots = Array.from(narrow).filter(
      (slot) => isLive[slot] === 1 && passesAll(filters, slot),
    );
    return { counts: countSlots(query, slots), slots, map: null };
  }
  if (filters.length === 0) return { counts: image.combinations.counts, slots: null, map: null };
  const map = toFitMap(query);
  return { counts: countByCombination(query, map), slots: null, map };
}

function countSlots({ image }: CompiledQuery, slots: readonly number[]): Uint32Array {
  const counts = new Uint32Array(image.combinations.entries.length);
  for (const slot of slots) add(counts, image.columns.combination[slot] ?? 0, 1);
  return counts;
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

/** Counts by dimension over these slots, which must pass what is asked of each session. */
export function tallySlots(query: CompiledQuery, slots: readonly number[]): Tally {
  return tallyCounts(query, countSlots(query, slots));
}

/** A combination counts in a dimension where it fits in every other one. */
function tallyCounts(
  { image, masks, combinations }: CompiledQuery,
  counts: ArrayLike<number>,
): Tally {
  const tally = {
    kind: new Uint32Array(masks.kind.length),
    claims: new Uint32Array(masks.claims.length),
    webhooks: new Uint32Array(masks.webhooks.length),
    host: new Uint32Array(masks.host.length),
  };
  for (const [place, entry] of image.combinations.entries.entries()) {
    const count = counts[place] ?? 0;
    if (count === 0 || combinations.pass[place] !== 1) continue;
    const fits = (dimension: Dimension) => masks[dimension][entry[dimension]] === 1;
    for (const dimension of DIMENSIONS) {
      const fitsOthers = DIMENSIONS.every((other) => other === dimension || fits(other));
      if (fitsOthers) add(tally[dimension], entry[dimension], count);
    }
  }
  return tally;
}

function add(counts: Uint32Array, place: number, count: number): void {
  counts[place] = (counts[place] ?? 0) + count;
}

export function totalOf({ masks }: CompiledQuery, { kind }: Tally): number {
  return kind.reduce((total, count, place) => (masks.kind[place] === 1 ? total + count : total), 0);
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
