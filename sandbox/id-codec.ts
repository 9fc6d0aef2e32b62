import { fraction, token } from "./random";

const ORDER_DIGITS = 10;
const SPAN = 36 ** ORDER_DIGITS;
/** Below 1, so that two neighbours can never round to the same place. */
const JITTER = 0.999;

/**
 * Ids that need no memory: the id of row `index` is computed, and the index is read back out of the
 * id. Ids grow with their index in byte order and look random, as Kayle's do.
 */
export type IdCodec = {
  encode(index: number): string;
  /** The index of an id, or -1 when this codec never made it. */
  decode(id: string): number;
  /** The first index whose id is greater than `id` (which need not exist); `size` when there is none. */
  firstAfter(id: string): number;
};

export function createIdCodec(options: {
  prefix: string;
  size: number;
  seed: number;
  /** Letters and digits after the prefix. */
  length?: number;
}): IdCodec {
  const { prefix, size, seed, length = 64 } = options;

  function encode(index: number): string {
    const place = Math.floor(((index + fraction(seed, index) * JITTER) / size) * SPAN);
    const order = place.toString(36).padStart(ORDER_DIGITS, "0");
    return prefix + order + token(seed, index, length - ORDER_DIGITS);
  }

  function decode(id: string): number {
    const place = Number.parseInt(id.slice(prefix.length, prefix.length + ORDER_DIGITS), 36);
    if (!Number.isFinite(place)) return -1;
    const guess = Math.floor((place / SPAN) * size);
    // Rounding may land one place beside the true one, so the neighbours are looked at too.
    for (const index of [guess, guess - 1, guess + 1]) {
      if (index >= 0 && index < size && encode(index) === id) return index;
    }
    return -1;
  }

  function firstAfter(id: string): number {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (encode(middle) > id) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return { encode, decode, firstAfter };
}
