const BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
const DIGITS_PER_HASH = 6;

/** A well-mixed 32-bit hash of a seed and two numbers: the same input gives the same output anywhere. */
export function hash32(seed: number, a: number, b = 0): number {
  let h = (seed ^ Math.imul(a | 0, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h ^= Math.imul((b | 0) + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 15)) >>> 0;
}

/** A fraction from 0 (included) to 1 (excluded), fixed by its input. */
export function fraction(seed: number, a: number, b = 0): number {
  return hash32(seed, a, b) / 0x1_0000_0000;
}

/** Turns a text (a seed given by a person, a name) into a 32-bit seed. */
export function seedOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  return hash32(h >>> 0, text.length);
}

/** `length` lower-case letters and digits, fixed by the input; the form of Kayle's own ids. */
export function token(seed: number, a: number, length: number): string {
  let text = "";
  for (let block = 0; text.length < length; block++) {
    let h = hash32(seed, a, block + 1);
    for (let digit = 0; digit < DIGITS_PER_HASH; digit++) {
      text += BASE36[h % 36];
      h = Math.floor(h / 36);
    }
  }
  return text.slice(0, length);
}

/** One of `choices`, fixed by the input. Throws a RangeError for an empty list. */
export function pick<T>(choices: readonly T[], seed: number, a: number, b = 0): T {
  const choice = choices[hash32(seed, a, b) % Math.max(1, choices.length)];
  if (choice === undefined) throw new RangeError("There is nothing to pick from.");
  return choice;
}

/** A stream of fractions from 0 to 1, fixed by its seed. */
export function createRandom(seed: number): () => number {
  let step = 0;
  return () => fraction(seed, ++step, 0x5eed);
}
