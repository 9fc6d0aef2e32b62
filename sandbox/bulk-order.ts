import { LRUCache } from "lru-cache";
import { fraction, hash32 } from "./random";

/** Which of many rows was created when, and the rows of a stretch of time in the order of their ids. */
export type BulkOrder = {
  createdAt(index: number): number;
  /** How many rows were created from `from` to `to`, both included. */
  countBetween(from: number, to: number): number;
  /** The indices created from `from` to `to`, ascending (which is the order of ids). */
  between(from: number, to: number): Uint32Array;
  /** The index of the row that was created as the `place`-th. */
  nthCreated(place: number): number;
};

export function createBulkOrder(options: {
  seed: number;
  size: number;
  now: number;
  spanMs: number;
}): BulkOrder {
  const { seed, size, now, spanMs } = options;
  const byTime = shuffledIndices(size, seed);
  const times = new Float64Array(size);
  const start = now - spanMs;
  for (let place = 0; place < size; place++) {
    const offset = ((place + fraction(seed, place, 0x21)) / size) * spanMs;
    times[byTime[place] ?? 0] = Math.floor(start + offset);
  }
  const ranges = new LRUCache<string, Uint32Array>({ max: 16 });

  function createdAt(index: number): number {
    return times[index] ?? 0;
  }

  /** The first place in time whose row was created at or after `moment`. */
  function firstAt(moment: number): number {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (createdAt(byTime[middle] ?? 0) >= moment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function countBetween(from: number, to: number): number {
    return Math.max(0, firstAt(to + 1) - firstAt(from));
  }

  function between(from: number, to: number): Uint32Array {
    const key = `${firstAt(from)}:${firstAt(to + 1)}`;
    const known = ranges.get(key);
    if (known !== undefined) return known;
    const sorted = byTime.slice(firstAt(from), Math.max(firstAt(from), firstAt(to + 1))).sort();
    ranges.set(key, sorted);
    return sorted;
  }

  return { createdAt, countBetween, between, nthCreated: (place) => byTime[place] ?? 0 };
}

/** The numbers below `size` in an order fixed by the seed, so that ids say nothing of time. */
function shuffledIndices(size: number, seed: number): Uint32Array {
  const indices = new Uint32Array(size);
  for (let i = 0; i < size; i++) indices[i] = i;
  for (let i = size - 1; i > 0; i--) {
    const j = hash32(seed, i, 0x22) % (i + 1);
    const held = indices[i] ?? 0;
    indices[i] = indices[j] ?? 0;
    indices[j] = held;
  }
  return indices;
}
