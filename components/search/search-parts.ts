import { type Chip, toChips } from "@/lib/domain/search/chips";
import { removeTerm } from "@/lib/domain/search/edit";
import type { SearchQuery } from "@/lib/domain/search/query";

/** The text of a search as the field shows it: filters as chips, all else as text to write on. */
export type SearchParts = { chips: Chip[]; rest: string };

/** Free words, the order and whatever was not understood stay text. */
export function toSearchParts(q: string, query: SearchQuery): SearchParts {
  const chips = toChips(query).filter(({ key }) => key !== "word");
  // From the end on, so that the numbers of those before stay true.
  const rest = chips.reduceRight((text, { index }) => removeTerm(text, index), q);
  return { chips, rest };
}

/**
 * The search with `rest` as its text. Every filter stays as it was written, other than those of
 * `takenOut`, which are being changed in the text.
 */
export function withRest(
  q: string,
  query: SearchQuery,
  rest: string,
  takenOut: readonly Chip[] = [],
): string {
  const out = takenOut.map(({ index }) => index);
  const written = query.terms
    .filter(({ key, index }) => key !== "word" && !out.includes(index))
    .map((term) => toWritten(q, term));
  return [...written, rest.trim()].filter(Boolean).join(" ");
}

/** A filter as it stands in the search, to be changed as text. */
export function toChipText(q: string, query: SearchQuery, chip: Chip): string {
  const term = query.terms.find(({ index }) => index === chip.index);
  return term ? toWritten(q, term) : "";
}

function toWritten(q: string, { from, to }: { from: number; to: number }): string {
  return q.slice(from, to);
}
