"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { SearchResponse } from "@/lib/contracts/search";
import { type SearchQuestion, searchFacetsOptions } from "@/lib/queries/search-queries";

const REFRESH_MS = 30_000;
const NO_FACETS: CountedFacets = { facets: null, facetsAreExact: true };

export type CountedFacets = Pick<SearchResponse["meta"], "facets" | "facetsAreExact">;

/** The facets of a search; those of the last search until they are there, null before any are. */
export function useFacets(question: SearchQuestion, isEnabled: boolean): CountedFacets {
  const { data } = useQuery({
    ...searchFacetsOptions(question),
    enabled: isEnabled,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  return data?.meta ?? NO_FACETS;
}
