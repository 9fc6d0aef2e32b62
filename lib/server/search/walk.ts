import "server-only";
import type { SearchSort } from "@/lib/domain/search/query";
import type { CompiledQuery } from "./compile-query";
import type { Order, OrderColumn } from "./image/order";
import type { SessionImage } from "./image/session-image";
import type { SlotTest } from "./row-tests";

/**
 * A place in the list. Sorted by the end, sessions that have none stand behind all others, in the
 * order of their creation: that is part 1.
 */
export type PageKey = { part: 0 | 1; time: number; rowNo: number };

/** Slots that fit, in the order of the list. An empty answer is the end. */
export type Walk = { next(count: number): number[] };

const COLUMN: Record<SearchSort["by"], OrderColumn> = {
  created: "createdAt",
  ended: "endedAt",
  updated: "updatedAt",
};

export function toPageKey({ columns }: SessionImage, { by }: SearchSort, slot: number): PageKey {
  const isBehind = by === "ended" && Number.isNaN(columns.endedAt[slot]);
  const column = isBehind ? "createdAt" : COLUMN[by];
  return {
    part: isBehind ? 1 : 0,
    time: columns[column][slot] ?? 0,
    rowNo: columns.rowNo[slot] ?? 0,
  };
}

/**
 * Walks the list from behind `after`. The place is kept as a key, not as a position, so the image may
 * change between two steps and no slot comes twice or is passed over.
 */
export function createWalk(
  query: CompiledQuery,
  accept: SlotTest,
  sort: SearchSort,
  after: PageKey | null,
): Walk {
  const { image } = query;
  let place = after;
  const step = query.only === null ? stepThroughOrder : stepThroughSet;
  return {
    next(count) {
      const slots = count > 0 ? step(query, accept, sort, place, count) : [];
      const last = slots.at(-1);
      if (last !== undefined) place = toPageKey(image, sort, last);
      return slots;
    },
  };
}

function stepThroughSet(
  { image, only }: CompiledQuery,
  accept: SlotTest,
  sort: SearchSort,
  after: PageKey | null,
  count: number,
): number[] {
  const sign = sort.direction === "asc" ? 1 : -1;
  return [...(only ?? [])]
    .filter(accept)
    .map((slot) => ({ slot, key: toPageKey(image, sort, slot) }))
    .filter(({ key }) => after === null || compareKeys(key, after, sign) > 0)
    .sort((a, b) => compareKeys(a.key, b.key, sign))
    .slice(0, count)
    .map(({ slot }) => slot);
}

/** The part goes first in either direction. */
function compareKeys(a: PageKey, b: PageKey, sign: 1 | -1): number {
  return a.part - b.part || sign * (a.time - b.time) || sign * (a.rowNo - b.rowNo);
}

function stepThroughOrder(
  query: CompiledQuery,
  accept: SlotTest,
  sort: SearchSort,
  after: PageKey | null,
  count: number,
): number[] {
  const found: number[] = [];
  if (after === null || after.part === 0) {
    stepThroughPart(query, COLUMN[sort.by], accept, sort, after, count, found);
  }
  if (sort.by !== "ended" || found.length === count) return found;
  const { endedAt } = query.image.columns;
  const isBehind: SlotTest = (slot) => Number.isNaN(endedAt[slot]) && accept(slot);
  const behind = after?.part === 1 ? after : null;
  stepThroughPart(query, "createdAt", isBehind, sort, behind, count, found);
  return found;
}

function stepThroughPart(
  query: CompiledQuery,
  column: OrderColumn,
  accept: SlotTest,
  { direction }: SearchSort,
  after: PageKey | null,
  count: number,
  found: number[],
): void {
  const order = query.image.orders[column];
  order.settle();
  const slots = order.slots();
  let { low, high } = toPositions(query, column, order);
  if (direction === "desc") {
    if (after) high = Math.min(high, order.countBefore(after));
    for (let at = high - 1; at >= low && found.length < count; at--) {
      const slot = slots[at] ?? 0;
      if (accept(slot)) found.push(slot);
    }
    return;
  }
  if (after) low = Math.max(low, order.countBefore({ ...after, rowNo: after.rowNo + 1 }));
  for (let at = low; at < high && found.length < count; at++) {
    const slot = slots[at] ?? 0;
    if (accept(slot)) found.push(slot);
  }
}

/** The positions in an order that can hold what lies in the query's stretch of time. */
export function toPositions(
  { spans }: CompiledQuery,
  column: OrderColumn,
  order: Order,
): { low: number; high: number } {
  const { length } = order.slots();
  if (column === "updatedAt") return { low: 0, high: length };
  const { from, before } = spans[column];
  // Row numbers begin at 1, so 0 stands before all that have the same moment.
  const positionOf = (time: number) => order.countBefore({ time, rowNo: 0 });
  return {
    low: from === Number.NEGATIVE_INFINITY ? 0 : positionOf(from),
    high: before === Number.POSITIVE_INFINITY ? length : positionOf(before),
  };
}
