import { LRUCache } from "lru-cache";

/** Keys whose values nobody needs. */
export type KeySet = Readonly<Record<string, true>>;

/** Integrators ask for a handful of sets; more than this would be no gain. */
const SETS_MAX = 500;

const sets = new LRUCache<string, KeySet>({ max: SETS_MAX });

/** The keys of an object. Equal ones are one and the same, so a million of them take no room. */
export function toKeySet(value: object): KeySet {
  const keys = Object.keys(value);
  const text = JSON.stringify(keys);
  const known = sets.get(text);
  if (known) return known;
  // `fromEntries` defines own properties, so a key such as `__proto__` stays a mere key.
  const set: KeySet = Object.freeze(Object.fromEntries(keys.map((key) => [key, true as const])));
  sets.set(text, set);
  return set;
}
