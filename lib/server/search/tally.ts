import "server-only";
import { type CompiledQuery, passesAll, toAccept } from "./compile-query";
import { countByCombination, type FitMap, takeFitMap, toMapSlots } from "./fit-map";
import type { SessionImage } from "./image/session-image";
import type { Mask } from "./masks";
import type { SpanColumn } from "./row-tests";
import { toPositions } from "./walk";

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

/**
 * What was counted: how many fit and, where it came to that, which are few or a map of them, which is to
 * be given back.
 */
export type Fits = { total: number; few: ReadonlySet<number> | null; map: FitMap | null };

/** How many sessions of each combination pass what is asked of each session. */
type Passing = Pick<Fits, "map"> & {
  counts: ArrayLike<number>;
  /** All that pass, where they were gone through one by one. */
  slots: Uint32Array | null;
};

/** A page of so few is found without a second walk. */
const FEW_MAX = 1_000;
/** So few of a map are worth gathering, whatever of them fits. */
const MAPPED_FEW_MAX = 5_000;
/** Less than one session in so many are gone through one by one. */
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
  const total = totalOfFit({ combinations }, counts);
  if (total > FEW_MAX) return { total, few: null, map };
  if (total === 0) return { total, few: new Set(), map };
  const { combination } = image.columns;
  const fitting =
    slots === null
      ? gatherSlots(image, fit).filter((slot) => map === null || map[slot] === 1)
      : slots.filter((slot) => fit[combination[slot] ?? -1] === 1);
  return { total, few: new Set(fitting), map };
}

function totalOfFit(
  { combinations: { fit } }: Pick<CompiledQuery, "combinations">,
  counts: ArrayLike<number>,
): number {
  let total = 0;
  for (let place = 0; place < fit.length; place++)
    total += (fit[place] ?? 0) * (counts[place] ?? 0);
  return total;
}

/** What passes the one thing that is asked of each session, where that is known as it is. */
function countTogether({ filters: [filter, ...others] }: CompiledQuery): number[] | null {
  return others.length === 0 ? (filter?.countAll?.() ?? null) : null;
}

function countPassing(query: CompiledQuery): Passing {
  const { image, filters, only } = query;
  if (only !== null) {
    const { isLive } = image.columns;
    const slots = Uint32Array.from(only).filter(
      (slot) => isLive[slot] === 1 && passesAll(filters, slot),
    );
    return { counts: countSlots(query, slots), slots, map: null };
  }
  if (filters.length === 0) return { counts: image.combinations.counts, slots: null, map: null };
  const together = countTogether(query);
  // Few are wanted one by one, which needs a look at them.
  if (together !== null && totalOfFit(query, together) > FEW_MAX) {
    return { counts: together, slots: null, map: null };
  }
  const { slots: candidates, filters: rest } = toCandidates(query);
  if (rest.length === 0) {
    return { counts: countSlots(query, candidates), slots: candidates, map: null };
  }
  if (candidates.length * NARROW_PART < image.columns.length) {
    const slots = candidates.filter((slot) => passesAll(rest, slot));
    return { counts: countSlots(query, slots), slots, map: null };
  }
  const map = takeFitMap(query);
  const counts = countByCombination(query, map);
  const isFew = counts.reduce((sum, count) => sum + count, 0) <= MAPPED_FEW_MAX;
  return { counts, slots: isFew ? toMapSlots(map) : null, map };
}

/** No session besides these passes, and what is still to be asked of each of them. */
function toCandidates(query: CompiledQuery): ReturnType<typeof toStretch> {
  const { image, combinations, filters } = query;
  const { isLive } = image.columns;
  const [few] = filters.flatMap(({ among }) => (among ? [among] : []));
  const stretch = toStretch(query);
  if (few && few.length < stretch.slots.length) {
    return { slots: Uint32Array.from(few).filter((slot) => isLive[slot] === 1), filters };
  }
  const { counts } = image.combinations;
  const count = counts.reduce(
    (sum, count, place) => sum + (combinations.pass[place] === 1 ? count : 0),
    0,
  );
  // Gathering looks at every session, so a short stretch is quicker gone through.
  const isShort = stretch.slots.length * NARROW_PART < image.columns.length;
  if (isShort || stretch.filters.length === 0 || count * NARROW_PART >= stretch.slots.length) {
    return stretch;
  }
  return { slots: gatherSlots(image, combinations.pass), filters };
}

/** The living sessions whose combination has a 1: one look at each session there is. */
function gatherSlots({ columns }: SessionImage, mask: Mask): Uint32Array {
  const { combination, isLive, length } = columns;
  const slots: number[] = [];
  for (let slot = 0; slot < length; slot++) {
    if (mask[combination[slot] ?? -1] === 1 && isLive[slot] === 1) slots.push(slot);
  }
  return Uint32Array.from(slots);
}

/** The shorter of the query's stretches of time, and what is to be asked of each session within. */
function toStretch(query: CompiledQuery): Pick<CompiledQuery, "filters"> & { slots: Uint32Array } {
  const [created, ended] = [toSlots(query, "createdAt"), toSlots(query, "endedAt")];
  const isCreated = created.length <= ended.length;
  const column = isCreated ? "createdAt" : "endedAt";
  return {
    slots: isCreated ? created : ended,
    filters: query.filters.filter(({ impliedBy }) => impliedBy !== column),
  };
}

/** The living sessions in the query's stretch of the column; all without one. */
function toSlots(query: CompiledQuery, column: SpanColumn): Uint32Array {
  const { from, before } = query.spans[column];
  const isAll = from === Number.NEGATIVE_INFINITY && before === Number.POSITIVE_INFINITY;
  // A session without an end stands in no order of ends.
  const order = query.image.orders[isAll ? "createdAt" : column];
  order.settle();
  if (isAll) return order.slots();
  const { low, high } = toPositions(query, column, order);
  return order.slots().subarray(low, high);
}

function countSlots({ image }: CompiledQuery, slots: ArrayLike<number>): Uint32Array {
  const counts = new Uint32Array(image.combinations.counts.length);
  const { combination } = image.columns;
  for (let at = 0; at < slots.length; at++) add(counts, combination[slots[at] ?? 0] ?? 0, 1);
  return counts;
}

/** Counts what fits among the newest `slotsMax` that the query's stretch of time leaves over. */
export function countNewest(
  query: CompiledQuery,
  slotsMax: number,
): { total: number; isAll: boolean } {
  const accept = toAccept(query);
  const slots = toSlots(query, "createdAt");
  const end = Math.max(0, slots.length - slotsMax);
  let total = 0;
  for (let at = slots.length - 1; at >= end; at--) {
    if (accept(slots[at] ?? 0)) total += 1;
  }
  return { total, isAll: end === 0 };
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
  const places = image.combinations;
  for (let place = 0; place < combinations.pass.length; place++) {
    const count = counts[place] ?? 0;
    if (count === 0 || combinations.pass[place] !== 1) continue;
    const kind = places.kind[place] ?? 0;
    const claims = places.claims[place] ?? 0;
    const webhooks = places.webhooks[place] ?? 0;
    const host = places.host[place] ?? 0;
    const fitsKind = masks.kind[kind] === 1;
    const fitsClaims = masks.claims[claims] === 1;
    const fitsWebhooks = masks.webhooks[webhooks] === 1;
    const fitsHost = masks.host[host] === 1;
    if (fitsClaims && fitsWebhooks && fitsHost) add(tally.kind, kind, count);
    if (fitsKind && fitsWebhooks && fitsHost) add(tally.claims, claims, count);
    if (fitsKind && fitsClaims && fitsHost) add(tally.webhooks, webhooks, count);
    if (fitsKind && fitsClaims && fitsWebhooks) add(tally.host, host, count);
  }
  return tally;
}

function add(counts: Uint32Array, place: number, count: number): void {
  counts[place] = (counts[place] ?? 0) + count;
}

export function totalOf({ masks }: CompiledQuery, { kind }: Tally): number {
  return kind.reduce((total, count, place) => (masks.kind[place] === 1 ? total + count : total), 0);
}
