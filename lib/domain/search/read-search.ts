import { findExactId } from "./find-exact-id";
import { parseSearch, type SearchResult } from "./parse";
import { DEFAULT_SORT, type SearchContext } from "./query";

export type ReadSearch = {
  /** What the text says, filter by filter. */
  written: SearchResult;
  /** What is searched for: the text, or one session alone whatever else the text says. */
  asked: SearchResult;
  /** Whether a whole session id sets the rest of the text aside. */
  isRestSetAside: boolean;
};

/**
 * Reads the text of a search as the desk answers it: a whole session id in it goes before every filter
 * and before whatever is not understood.
 */
export function readSearch(text: string, context: SearchContext): ReadSearch {
  const written = parseSearch(text, context);
  if (findExactId(text) === null) return { written, asked: written, isRestSetAside: false };
  const asked: SearchResult = { ok: true, query: { terms: [], sort: DEFAULT_SORT }, notes: [] };
  return { written, asked, isRestSetAside: !written.ok || written.query.terms.length > 1 };
}
