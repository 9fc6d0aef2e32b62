"use client";

import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useLayoutEffect } from "react";
import type { SearchResponse } from "@/lib/contracts/search";
import { type SearchQuestion, searchPagesOptions } from "@/lib/queries/search-queries";
import type { ListPages } from "./list-merge";

/** What the server read for the first paint, for the search in the URL. */
export type FirstPage = {
  question: SearchQuestion;
  response: SearchResponse;
  /** Different for every time that the server painted the list. */
  paintId: string;
};

/** Paints that were taken over. Back shows an old one again, over a cache that knows more. */
const takenPaints = new Set<string>();

/**
 * The pages of a search. What the server painted is the first of them, so the list begins without a
 * request; whoever follows a link to the list gets it as it is now, whoever comes back, as it was.
 */
export function useSessionSearch(
  question: SearchQuestion,
  firstPage: FirstPage | null,
  isEnabled: boolean,
): UseInfiniteQueryResult<ListPages> {
  const client = useQueryClient();
  const options = searchPagesOptions(question);
  const painted = firstPage && isSame(firstPage.question, question) ? firstPage : null;
  const pages = painted && toPages(painted);

  useLayoutEffect(() => {
    if (!painted || takenPaints.has(painted.paintId)) return;
    takenPaints.add(painted.paintId);
    client.setQueryData(searchPagesOptions(painted.question).queryKey, toPages(painted));
  }, [client, painted]);

  // A first visit is painted in UTC until the browser tells its zone; the rows stay until they are
  // read for that zone, rather than go and come back.
  const sameText = firstPage?.question.q === question.q ? firstPage : null;
  return useInfiniteQuery({
    ...options,
    enabled: isEnabled,
    initialData: pages ?? undefined,
    placeholderData: sameText ? toPages(sameText) : undefined,
  });
}

function toPages({ response }: FirstPage): InfiniteData<SearchResponse, string | null> {
  return { pages: [response], pageParams: [null] };
}

function isSame(a: SearchQuestion, b: SearchQuestion): boolean {
  return a.q === b.q && a.zone === b.zone;
}
