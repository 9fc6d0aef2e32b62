"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Facets } from "@/lib/contracts/search";
import { type SearchQuestion, searchFacetsOptions } from "@/lib/queries/search-queries";

const REFRESH_MS = 30_000;

/** The facets of a search; those of the last search until they are there, null before any are. */
export function useFacets(question: SearchQuestion, isEnabled: boolean): Facets | null {
  const { data } = useQuery({
    ...searchFacetsOptions(question),
    enabled: isEnabled,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  return data?.meta.facets ?? null;
}
