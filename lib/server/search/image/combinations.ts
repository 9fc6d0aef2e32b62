import "server-only";

/** What a session has in common with many others: places in the dictionaries, and two marks. */
export type Combination = {
  kind: number;
  claims: number;
  webhooks: number;
  /** 0 without a host. */
  host: number;
  hasRedirect: boolean;
  hasEnd: boolean;
};

/**
 * Each distinct combination once, with how many living sessions have it. A million sessions have some
 * thousands, so most counts and facets come from these alone, without a look at any session.
 */
export type Combinations = {
  /** By place, from 0 without gaps. */
  entries: Combination[];
  counts: number[];
  /** The place of a combination, which is added where it is new. */
  placeOf(combination: Combination): number;
};

/** Places in a dictionary stay far below, so that two of them fit into one exact number. */
const PLACE_ROOM = 2 ** 24;

export function createCombinations(): Combinations {
  const entries: Combination[] = [];
  const counts: number[] = [];
  const places = new Map<number, Map<number, number>>();
  return {
    entries,
    counts,
    placeOf(combination) {
      const { kind, claims, webhooks, host, hasRedirect, hasEnd } = combination;
      const marks = Number(hasRedirect) * 2 + Number(hasEnd);
      const first = kind * PLACE_ROOM + claims;
      const second = (webhooks * PLACE_ROOM + host) * 4 + marks;
      let inner = places.get(first);
      if (inner === undefined) {
        inner = new Map();
        places.set(first, inner);
      }
      let place = inner.get(second);
      if (place === undefined) {
        place = entries.length;
        inner.set(second, place);
        entries.push(combination);
        counts.push(0);
      }
      return place;
    },
  };
}
