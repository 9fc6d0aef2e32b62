import "server-only";
import type { Facets } from "@/lib/contracts/search";
import { FACET_VALUES_MAX } from "@/lib/contracts/search-params";
import type { CompiledQuery } from "./compile-query";
import type { Kind } from "./image/dictionaries";
import { FACET_KEYS, type FacetKey, toMask } from "./masks";
import type { Tally } from "./tally";

type Counts = Map<string | null, number>;

/** The facets out of a tally: values that at least one session has, the most frequent first. */
export function toFacets(query: CompiledQuery, tally: Tally): Facets {
  return Object.fromEntries(
    FACET_KEYS.map((key) => [key, toValues(countValues(key, query, tally), chosenOf(key, query))]),
  );
}

function countValues(key: FacetKey, query: CompiledQuery, tally: Tally): Counts {
  const { kinds, claims, webhooks, hosts } = query.image.dictionaries;
  switch (key) {
    case "claim":
      return sum(tally.claims, (place) => claims.entries[place] ?? []);
    case "webhook":
      return sum(tally.webhooks, (place) => {
        const ids = webhooks.entries[place];
        return ids === null ? [null] : (ids ?? []);
      });
    case "redirect":
      return sum(tally.host, (place) => [hosts.entries[place] ?? []].flat());
    default: {
      // Four keys share one dictionary: the other three still count.
      const mask = toMask(query.terms, "kind", query.image.dictionaries, key);
      return sum(tally.kind, (place) => {
        const kind = kinds.entries[place];
        return kind && mask[place] === 1 ? [KIND_VALUE[key](kind)] : [];
      });
    }
  }
}

const KIND_VALUE: Record<"status" | "code" | "nfc" | "liveness", (kind: Kind) => string | null> = {
  status: ({ status }) => status,
  code: ({ failureCode }) => failureCode,
  nfc: ({ nfcTriesUsed }) => String(nfcTriesUsed),
  liveness: ({ livenessTriesUsed }) => String(livenessTriesUsed),
};

function sum(tally: Uint32Array, valuesOf: (place: number) => (string | null)[]): Counts {
  const counts: Counts = new Map();
  tally.forEach((count, place) => {
    if (count === 0) return;
    for (const value of valuesOf(place)) counts.set(value, (counts.get(value) ?? 0) + count);
  });
  return counts;
}

/** What the query asks for stays in sight, however rare it is. */
function toValues(counts: Counts, chosen: ReadonlySet<string | null>) {
  const values = Array.from(counts, ([value, count]) => ({ value, count })).sort(
    (a, b) => b.count - a.count || compareTexts(a.value, b.value),
  );
  return values.filter(({ value }, at) => at < FACET_VALUES_MAX || chosen.has(value));
}

function compareTexts(a: string | null, b: string | null): number {
  const [one, other] = [a ?? "", b ?? ""];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function chosenOf(key: FacetKey, { terms }: CompiledQuery): Set<string | null> {
  const values: (string | null)[] = terms.flatMap((term) =>
    term.key === key && "values" in term ? [...term.values] : [],
  );
  return new Set(values);
}
