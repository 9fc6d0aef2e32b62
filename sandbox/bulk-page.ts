import type { BulkWorld } from "./bulk";
import type { SessionFilter } from "./session-store";

/** A stretch of time with at most one row in this many is walked by itself instead of by id. */
const NARROW_PART = 32;

/** Up to `count` indices of a page, in the order of ids. */
export function listBulkIndices(
  bulk: BulkWorld,
  filter: SessionFilter,
  count: number,
  after?: string,
): number[] {
  const from = filter.createdFrom ?? Number.NEGATIVE_INFINITY;
  const to = filter.createdTo ?? Number.POSITIVE_INFINITY;
  const start = after === undefined ? 0 : bulk.ids.firstAfter(after);
  const isWanted = (index: number) =>
    !bulk.isTaken(index) && (filter.status === undefined || bulk.status(index) === filter.status);
  if (bulk.order.countBetween(from, to) * NARROW_PART <= bulk.size) {
    return firstWanted(bulk.order.between(from, to), start, count, isWanted);
  }
  const found: number[] = [];
  for (let index = start; index < bulk.size && found.length < count; index++) {
    const createdAt = bulk.createdAt(index);
    if (createdAt >= from && createdAt <= to && isWanted(index)) found.push(index);
  }
  return found;
}

function firstWanted(
  indices: Uint32Array,
  start: number,
  count: number,
  isWanted: (index: number) => boolean,
): number[] {
  let low = 0;
  let high = indices.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((indices[middle] ?? 0) >= start) high = middle;
    else low = middle + 1;
  }
  const found: number[] = [];
  for (; low < indices.length && found.length < count; low++) {
    const index = indices[low] ?? 0;
    if (isWanted(index)) found.push(index);
  }
  return found;
}
