"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useEffectEvent, useMemo, useState } from "react";
import type { ApiError } from "@/lib/contracts/api";
import type { SearchResponse } from "@/lib/contracts/search";
import { toApiError } from "@/lib/queries/api-client";
import { fetchSearch, type SearchQuestion, searchPagesOptions } from "@/lib/queries/search-queries";
import { type NewSessions, toRows } from "./list-merge";
import type { OpenedList } from "./opened-list";
import type { SessionRow } from "./session-row";
import { useListRefresh } from "./use-list-refresh";
import { type FirstPage, useSessionSearch } from "./use-session-search";

export type ListRows = {
  /** Null until the first page is there. */
  rows: SessionRow[] | null;
  meta: SearchResponse["meta"] | null;
  /** What it takes to go on through this list later, besides its rows and its address. */
  opening: Pick<OpenedList, "rest" | "total" | "totalIsExact">;
  /** New sessions that wait to be shown. */
  waiting: NewSessions;
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
  const [middleIndex, setMiddleIndex] = useState(0);
  const refresh = useListRefresh(question, query.data, middleIndex);
  const { data, fetchNextPage, hasNextPage, isFetching, isFetchNextPageError } = query;
  const rows = useMemo(
    () => (data ? toRows(data).map((session) => toListRow(session, refresh.leftIds)) : null),
    [data, refresh.leftIds],
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

  // Where nothing is listed nothing can move away from under the pointer, so the list fills by itself.
  const isFilling = rows?.length === 0 && refresh.waiting.count > 0;
  const fill = useEffectEvent(() => void showNew().catch(() => undefined));
  useEffect(() => {
    if (isFilling) fill();
  }, [isFilling]);

  const meta = toMeta(refresh.meta, data?.pages.at(-1)?.meta ?? null);
  // Painted rows that stand in until they are read for the viewer's zone go on where the painted list does.
  const listed = query.isPlaceholderData && firstPage ? firstPage.question : question;
  return {
    rows,
    meta,
    opening: toOpening(listed, meta, refresh.waiting.count),
    waiting: refresh.waiting,
    showNew: () => void showNew().catch(() => undefined),
    hasMore: hasNextPage && !isFetchNextPageError,
    loadMore: hasNextPage && !isFetching && !isFetchNextPageError ? more : null,
    setRowInSight: setMiddleIndex,
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

/** New ones that wait are counted by the index, and are no part of the list as it stands. */
function toOpening(
  question: SearchQuestion,
  meta: SearchResponse["meta"] | null,
  newCount: number,
): ListRows["opening"] {
  if (!meta) return { rest: null, total: 0, totalIsExact: false };
  const { cursor, total, totalIsExact } = meta;
  return {
    rest: cursor === null ? null : { question, cursor },
    total: total - newCount,
    totalIsExact,
  };
}
