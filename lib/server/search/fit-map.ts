import "server-only";
import type { CompiledQuery } from "./compile-query";
import type { SlotTest } from "./row-tests";

/** One byte per slot of the image: 1 where the session is there and passes what is asked of each. */
export type FitMap = Uint8Array;

export function toFitMap({ image, filters }: CompiledQuery): FitMap {
  const { isLive, length } = image.columns;
  const map = isLive.slice(0, length);
  for (const filter of filters) filter.narrow(map);
  return map;
}

/** How many sessions of each combination the map holds. */
export function countByCombination({ image }: CompiledQuery, map: FitMap): Uint32Array {
  const counts = new Uint32Array(image.combinations.counts.length);
  const { combination } = image.columns;
  for (let slot = 0; slot < map.length; slot++) {
    const place = combination[slot] ?? 0;
    counts[place] = (counts[place] ?? 0) + (map[slot] ?? 0);
  }
  return counts;
}

/** Whether the session in a slot fits the whole query, by the map that was made of it. */
export function toMappedAccept({ image, combinations }: CompiledQuery, map: FitMap): SlotTest {
  const { columns } = image;
  const { fit } = combinations;
  return (slot) => map[slot] === 1 && fit[columns.combination[slot] ?? -1] === 1;
}
