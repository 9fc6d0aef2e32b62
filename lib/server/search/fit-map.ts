import "server-only";
import type { CompiledQuery } from "./compile-query";
import { DIMENSIONS } from "./masks";

/** One byte per slot of the image: 1 where the session fits. */
export type FitMap = Uint8Array;

/** Which living sessions pass everything but the dictionaries' masks. */
export function toFilteredMap({ image, filters }: CompiledQuery): FitMap {
  const { isLive, length } = image.columns;
  const map = isLive.slice(0, length);
  for (const filter of filters) filter.narrow(map);
  return map;
}

/** Which sessions fit the whole query; `only` is not looked at. Some 3 ms for a million sessions. */
export function toFitMap(query: CompiledQuery): FitMap {
  const map = toFilteredMap(query);
  for (const dimension of DIMENSIONS) {
    const mask = query.masks[dimension];
    if (mask.includes(0)) narrowByMask(map, query.image.columns[dimension], mask);
  }
  return map;
}

/** How many slots fit, and which where they are at most `max`. */
export function countMap(map: FitMap, max: number): { total: number; few: Set<number> | null } {
  let total = 0;
  for (let slot = 0; slot < map.length; slot++) total += map[slot] ?? 0;
  if (total > max) return { total, few: null };
  const few = new Set<number>();
  for (let slot = map.indexOf(1); slot !== -1; slot = map.indexOf(1, slot + 1)) few.add(slot);
  return { total, few };
}

function narrowByMask(map: FitMap, entries: Uint32Array, mask: Uint8Array): void {
  for (let slot = 0; slot < map.length; slot++) {
    if (mask[entries[slot] ?? -1] !== 1) map[slot] = 0;
  }
}
