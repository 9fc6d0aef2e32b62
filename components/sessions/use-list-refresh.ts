"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { SearchResponse, SessionSummary } from "@/lib/contracts/search";
import { queryKeys } from "@/lib/queries/query-keys";
import { fetchSearch, type SearchQuestion, searchPagesOptions } from "@/lib/queries/search-queries";
import { countNew, findMissing, type ListPages, patchRows, toRows } from "./list-merge";

const INTERVAL_MS = 5_000;

type Refreshed = { head: SearchResponse; rows: SessionSummary[]; left: string[] };

export type ListRefresh = {
  /** The newest reading of what the list says about itself. */
  meta: SearchResponse["meta"] | null;
  newCount: number;
  /** Rows that changed and fit the search no longer. */
  leftIds: ReadonlySet<string>;
  isFailing: boolean;
};

/**
 * Keeps the list true while it is looked at: every 5 s the head of it, which tells of new sessions, and
 * the page in sight are read again, and rows are changed where they stand.
 */
export function useListRefresh(
  question: SearchQuestion,
  pages: ListPages | undefined,
  pageIndex: number,
): ListRefresh {
  const client = useQueryClient();
  const { q, zone } = question;
  const [leftIds, setLeftIds] = useState<ReadonlySet<string>>(new Set<string>());
  const refresh = useQuery({
    queryKey: [...queryKeys.search(q, zone), "refresh", pageIndex],
    queryFn: ({ signal }) => readAgain(client, question, pageIndex, signal),
    enabled: pages !== undefined,
    staleTime: INTERVAL_MS,
    refetchInterval: INTERVAL_MS,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    gcTime: 0,
    retry: false,
    networkMode: "always",
  });
  const { data } = refresh;

  useEffect(() => {
    if (!data) return;
    const { queryKey } = searchPagesOptions({ q, zone });
    client.setQueryData<ListPages>(queryKey, (old) => old && patchRows(old, data.rows));
    if (data.left.length > 0) setLeftIds((old) => new Set([...old, ...data.left]));
  }, [client, q, zone, data]);

  const known = useMemo(() => new Set(pages ? toRows(pages).map(({ id }) => id) : []), [pages]);
  return {
    meta: data?.head.meta ?? null,
    newCount: data ? countNew(known, data.head.data) : 0,
    leftIds,
    isFailing: refresh.isError,
  };
}

async function readAgain(
  client: QueryClient,
  question: SearchQuestion,
  pageIndex: number,
  signal: AbortSignal,
): Promise<Refreshed> {
  const read = (more: { q?: string; cursor?: string; ids?: string[] }) =>
    fetchSearch({ ...question, facets: false, ...more }, { signal, background: true });
  const pages = client.getQueryData<ListPages>(searchPagesOptions(question).queryKey);
  const cursor = pages?.pageParams[pageIndex];
  const head = await read({});
  const inSight = typeof cursor !== "string" ? head : await read({ cursor });
  const shown = pages?.pages[pageIndex]?.data ?? [];
  const isEnd = inSight.meta.cursor === null && pageIndex === (pages?.pages.length ?? 0) - 1;
  const left = findMissing(shown, inSight.data, isEnd);
  const changed = left.length > 0 ? [await read({ q: "", ids: left })] : [];
  const rows = [head, inSight, ...changed].flatMap(({ data }) => data);
  return { head, rows, left };
}
