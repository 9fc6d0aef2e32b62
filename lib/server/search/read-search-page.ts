import "server-only";
import type { SearchResponse } from "@/lib/contracts/search";
import { SEARCH_LIMIT_DEFAULT, type SearchParams } from "@/lib/contracts/search-params";
import { type PageRead, readForPage } from "../sessions/read-for-page";
import type { SessionContext } from "../sessions/session-context";
import { searchSessions } from "./search-sessions";

/** One page of the search for the page that shows it; never throws. */
export function readSearchPage(
  params: Partial<SearchParams>,
  context: SessionContext,
): Promise<PageRead<SearchResponse>> {
  const all = { q: "", zone: "UTC", limit: SEARCH_LIMIT_DEFAULT, facets: false, ...params };
  return readForPage("/sessions", context, (inner) => searchSessions(all, inner));
}
