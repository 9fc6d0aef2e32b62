import "server-only";

/** Room for a slot below a key: 16 million slots beside 40 bits of milliseconds. */
const SLOT_ROOM = 2 ** 24;
const KEY_ROOM = 2 ** 40;
/** 2000; 40 bits of milliseconds last to 2034. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

export type KeyOf = (slot: number) => number;

/**
 * Sorts slots by key, equal keys by row number. Key and slot are packed into one number each, as a
 * typed array sorts many times faster without a comparison.
 */
export function sortSlots(slots: Uint32Array, keyOf: KeyOf, rowNoOf: KeyOf): Uint32Array {
  const compare = (a: number, b: number) => keyOf(a) - keyOf(b) || rowNoOf(a) - rowNoOf(b);
  if (slots.length < 1024 || !slots.every((slot) => isPackable(keyOf(slot), slot))) {
    return slots.sort(compare);
  }
  const packed = new BigUint64Array(slots.length);
  const halves = new Uint32Array(packed.buffer);
  for (let at = 0; at < slots.length; at++) {
    const slot = slots[at] ?? 0;
    const key = keyOf(slot) - EPOCH_MS;
    halves[at * 2 + LOW] = ((key % 256) * SLOT_ROOM + slot) >>> 0;
    halves[at * 2 + 1 - LOW] = Math.floor(key / 256);
  }
  packed.sort();
  for (let at = 0; at < slots.length; at++) {
    slots[at] = (halves[at * 2 + LOW] ?? 0) % SLOT_ROOM;
  }
  sortTies(slots, keyOf, compare);
  return slots;
}

/** Where the lower half of a 64-bit number stands on this machine. */
const LOW = new Uint32Array(new BigUint64Array([1n]).buffer)[0] === 1 ? 0 : 1;

function isPackable(key: number, slot: number): boolean {
  const offset = key - EPOCH_MS;
  return offset >= 0 && offset < KEY_ROOM && slot < SLOT_ROOM;
}

function sortTies(slots: Uint32Array, keyOf: KeyOf, compare: (a: number, b: number) => number) {
  for (let from = 0; from < slots.length; ) {
    const key = keyOf(slots[from] ?? 0);
    let to = from + 1;
    while (to < slots.length && keyOf(slots[to] ?? 0) === key) to++;
    if (to - from > 1) slots.subarray(from, to).sort(compare);
    from = to;
  }
}
