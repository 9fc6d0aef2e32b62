/** Keys whose values nobody needs. */
export type KeySet = Readonly<Record<string, true>>;

/** Integrators ask for a handful of sets; whoever sends more than this has them made anew. */
const SETS_MAX = 500;

const sets = new Map<string, { keys: readonly string[]; set: KeySet }>();

/**
 * The keys of an object, without `__proto__`, which zod leaves out of every record. Equal ones are one
 * and the same, so a million of them take no room.
 */
export function toKeySet(value: object): KeySet {
  const keys = Object.keys(value).filter((key) => key !== "__proto__");
  const text = keys.join();
  const known = sets.get(text);
  // Commas may be in keys, so that two sets can have one text.
  if (known && isSameList(known.keys, keys)) return known.set;
  const set: KeySet = Object.freeze(Object.fromEntries(keys.map((key) => [key, true as const])));
  if (sets.size >= SETS_MAX) sets.clear();
  sets.set(text, { keys, set });
  return set;
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, at) => text === other[at]);
}
