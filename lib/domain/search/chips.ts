import { describeFilter } from "./describe-filter";
import { formatFilter, formatValues } from "./format";
import type { SearchKey, SearchQuery, SearchTerm } from "./query";

/** One term of the search as something to see and to remove. */
export type Chip = {
  /** The same for the same term, whatever else is in the search; unique within the search. */
  id: string;
  /** For `removeTerm`. */
  index: number;
  key: SearchKey | "word";
  negated: boolean;
  /** `created`, `not status`, `contains`. */
  label: string;
  /** `7d`; `failed, expired`. */
  text: string;
  /** The whole condition in plain words, for a tooltip and for screen readers. */
  title: string;
};

/** One chip for each term of the search, in its order. */
export function toChips(query: SearchQuery): Chip[] {
  const seen = new Map<string, number>();
  return query.terms.map((term) => {
    const canonical = formatFilter(term);
    const earlier = seen.get(canonical) ?? 0;
    seen.set(canonical, earlier + 1);
    return toChip(term, earlier === 0 ? canonical : `${canonical} #${earlier + 1}`);
  });
}

function toChip(term: SearchTerm, id: string): Chip {
  const { index, key, negated } = term;
  const name = term.key === "word" ? "contains" : term.key;
  return {
    id,
    index,
    key,
    negated,
    label: negated ? `not ${name}` : name,
    text: term.key === "word" ? term.text : formatValues(term).join(", "),
    title: describeFilter(term),
  };
}
