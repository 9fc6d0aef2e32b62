import "server-only";
import type { CompiledQuery } from "./compile-query";
import type { SessionImage } from "./image/session-image";
import type { SlotTest } from "./row-tests";

/** One byte per slot of the image: 1 where the session is there and passes what is asked of each. */
export type FitMap = Uint8Array;

/**
 * Maps that are not in use. A megabyte that is made anew for each search lies outside of the heap, and
 * hundreds of them pile up before anything makes the collector look for them.
 */
const spare = new WeakMap<SessionImage, FitMap[]>();

/** What the image holds passed through the filters. Whoever takes a map gives it back. */
export function takeFitMap({ image, filters }: CompiledQuery): FitMap {
  const { isLive, length } = image.columns;
  const kept = spare.get(image)?.pop();
  const room =
    kept && kept.buffer.byteLength >= length ? kept.buffer : new ArrayBuffer(isLive.length);
  const map = new Uint8Array(room, 0, length);
  map.set(isLive.subarray(0, length));
  for (const filter of filters) filter.narrow(map);
  return map;
}

export function giveFitMapBack(image: SessionImage, map: FitMap): void {
  const maps = spare.get(image) ?? [];
  spare.set(image, maps);
  maps.push(map);
}

/** How many sessions of each combination the map holds. */
export function countByCombination({ image }: CompiledQuery, map: FitMap): Uint32Array {
  const counts = new Uint32Array(image.combinations.counts.length);
  const { combination } = image.columns;
  for (let slot = 0; slot < map.length; slot++) {
    if (map[slot] !== 1) continue;
    const place = combination[slot] ?? 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

/** The slots that the map holds; quick only where these are few. */
export function toMapSlots(map: FitMap): Uint32Array {
  const slots: number[] = [];
  for (let slot = map.indexOf(1); slot !== -1; slot = map.indexOf(1, slot + 1)) slots.push(slot);
  return Uint32Array.from(slots);
}

/** Whether the session in a slot fits the whole query, by the map that was made of it. */
export function toMappedAccept({ image, combinations }: CompiledQuery, map: FitMap): SlotTest {
  const { columns } = image;
  const { fit } = combinations;
  return (slot) => map[slot] === 1 && fit[columns.combination[slot] ?? -1] === 1;
}
