"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { ApiError } from "@/lib/contracts/api";
import type { SearchResponse } from "@/lib/contracts/search";
import { toApiError } from "@/lib/queries/api-client";
import { fetchSearch, type SearchQuestion, searchPagesOptions } from "@/lib/queries/search-queries";
import { toRows } from "./list-merge";
import { toPageIndex } from "./list-page-in-sight";
import type { SessionRow } from "./session-row";
import { useListRefresh } from "./use-list-refresh";
import { type FirstPage, useSessionSearch } from "./use-session-search";

export type ListRows = {
  /** Null until the first page is there. */
  rows: SessionRow[] | null;
  meta: SearchResponse["meta"] | null;
  newCount: number;
  showNew: () => void;
  hasMore: boolean;
  /** Null where everything is loaded, while more is on its way, and after that failed. */
  loadMore: (() => void) | null;
  setRowInSight: (index: number) => void;
  isReading: boolean;
  error: ApiError | null;
  retry: () => void;
};

/** The rows of a search with everything that happens to them while they are shown. */
export function useListRows(
  question: SearchQuestion,
  firstPage: FirstPage | null,
  isEnabled: boolean,
): ListRows {
  const client = useQueryClient();
  const query = useSessionSearch(question, firstPage, isEnabled);
  const [pageInSight, setPageInSight] = useState(0);
  const refresh = useListRefresh(question, query.data, pageInSight);
  const { data, fetchNextPage, hasNextPage, isFetching, isFetchNextPageError } = query;
  const rows = useMemo(
    () => (data ? toRows(data).map((session) => toListRow(session, refresh.leftIds)) : null),
    [data, refresh.leftIds],
  );
  const setRowInSight = useCallback(
    (index: number) => setPageInSight(data ? toPageIndex(data, index) : 0),
    [data],
  );
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  /** The new ones come with a fresh first page: pages that follow another head would not fit it. */
  async function showNew() {
    const page = await fetchSearch({ ...question, facets: false });
    client.setQueryData(searchPagesOptions(question).queryKey, {
      pages: [page],
      pageParams: [null],
    });
    window.scrollTo(0, 0);
  }

  return {
    rows,
    meta: toMeta(refresh.meta, data?.pages.at(-1)?.meta ?? null),
    newCount: refresh.newCount,
    showNew: () => void showNew().catch(() => undefined),
    hasMore: hasNextPage && !isFetchNextPageError,
    loadMore: hasNextPage && !isFetching && !isFetchNextPageError ? more : null,
    setRowInSight,
    isReading: isFetching,
    error: query.error ? toApiError(query.error) : null,
    retry: () => void (data ? fetchNextPage() : query.refetch()),
  };
}

/** The newest counts and times; how far the list is loaded is known to its last page alone. */
function toMeta(
  newest: SearchResponse["meta"] | null,
  last: SearchResponse["meta"] | null,
): SearchResponse["meta"] | null {
  return newest && last ? { ...newest, cursor: last.cursor } : last;
}

function toListRow(
  session: SearchResponse["data"][number],
  leftIds: ReadonlySet<string>,
): SessionRow {
  return { id: session.id, session, note: null, hasLeft: leftIds.has(session.id) };
}
