import "server-only";

/** What a session has in common with many others: places in the dictionaries, and three marks. */
export type Combination = {
  kind: number;
  claims: number;
  webhooks: number;
  /** 0 without a host. */
  host: number;
  hasRedirect: boolean;
  hasEnd: boolean;
  /** The record was written once more some time after its end. */
  isWrittenAgain: boolean;
};

/**
 * Each distinct combination once, with how many living sessions have it. A million sessions have some
 * ten thousand, so most counts and facets come from these alone, without a look at any session. One
 * array per field, by place, which is several times quicker to go through than objects.
 */
export type Combinations = {
  [field in keyof Combination]: Combination[field][];
} & {
  counts: number[];
  /** The place of a combination, which is added where it is new. */
  placeOf(combination: Combination): number;
};

/** Places in a dictionary stay far below, so that two of them fit into one exact number. */
const PLACE_ROOM = 2 ** 24;

export function createCombinations(): Combinations {
  const places = new Map<number, Map<number, number>>();
  const all: Combinations = {
    kind: [],
    claims: [],
    webhooks: [],
    host: [],
    hasRedirect: [],
    hasEnd: [],
    isWrittenAgain: [],
    counts: [],
    placeOf(combination) {
      const { kind, claims, webhooks, host, hasRedirect, hasEnd, isWrittenAgain } = combination;
      const marks = Number(hasRedirect) * 4 + Number(hasEnd) * 2 + Number(isWrittenAgain);
      const first = kind * PLACE_ROOM + claims;
      const second = (webhooks * PLACE_ROOM + host) * 8 + marks;
      let inner = places.get(first);
      if (inner === undefined) {
        inner = new Map();
        places.set(first, inner);
      }
      const known = inner.get(second);
      if (known !== undefined) return known;
      inner.set(second, all.counts.length);
      all.kind.push(kind);
      all.claims.push(claims);
      all.webhooks.push(webhooks);
      all.host.push(host);
      all.hasRedirect.push(hasRedirect);
      all.hasEnd.push(hasEnd);
      all.isWrittenAgain.push(isWrittenAgain);
      return all.counts.push(0) - 1;
    },
  };
  return all;
}
