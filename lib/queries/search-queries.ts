import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type SearchResponse, searchResponseSchema } from "@/lib/contracts/search";
import {
  SEARCH_LIMIT_DEFAULT,
  type SearchRequest,
  toSearchParamsText,
} from "@/lib/contracts/search-params";
import { routes } from "@/lib/routes";
import { type CallOptions, callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { queryKeys } from "./query-keys";

/** What a list shows: a text of the search grammar, and the zone whose days it speaks of. */
export type SearchQuestion = {
  q: string;
  /** IANA name. */
  zone: string;
  /** Nothing but these sessions. */
  ids?: readonly string[];
};

const PAGES_KEPT_MS = 30 * 60_000;

/** One page of the list out of the desk's index. @throws ApiClientError */
export function fetchSearch(
  request: SearchRequest,
  options: CallOptions = {},
): Promise<SearchResponse> {
  const path = routes.api.sessions(toSearchParamsText(request));
  return callApi(path, searchResponseSchema, { method: "GET" }, options);
}

/**
 * The rows of a list, page by page. Nothing moves by itself: what was read stays as it is until
 * somebody asks anew or a refresh patches it.
 */
export function searchPagesOptions(question: SearchQuestion, limit = SEARCH_LIMIT_DEFAULT) {
  return infiniteQueryOptions({
    queryKey: toKey(question),
    queryFn: ({ pageParam, signal }): Promise<SearchResponse> =>
      fetchSearch({ ...question, cursor: pageParam, limit, facets: false }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ meta }: SearchResponse) => meta.cursor,
    ...STILL,
    gcTime: PAGES_KEPT_MS,
  });
}

/** What the filters may be narrowed by, with counts; no rows. */
export function searchFacetsOptions(question: SearchQuestion) {
  return queryOptions<SearchResponse, ApiClientError>({
    queryKey: [...toKey(question), "facets"],
    queryFn: ({ client, queryKey, signal }) =>
      fetchSearch(
        { ...question, limit: 0, facets: true },
        { signal, background: client.getQueryData(queryKey) !== undefined },
      ),
    ...STILL,
  });
}

/** How many sessions a search has, such as a saved view; no rows. */
export function searchCountOptions(question: SearchQuestion) {
  return queryOptions<SearchResponse, ApiClientError>({
    queryKey: [...toKey(question), "count"],
    queryFn: ({ signal }) =>
      fetchSearch({ ...question, limit: 0, facets: false }, { signal, background: true }),
    ...STILL,
  });
}

function toKey({ q, zone, ids }: SearchQuestion) {
  return queryKeys.search(q, zone, ids);
}

const STILL = {
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnMount: false,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
  retry: false,
  // The desk may run on this very machine, where being "offline" means nothing.
  networkMode: "always",
} as const;
