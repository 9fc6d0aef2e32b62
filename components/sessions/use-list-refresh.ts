"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { SearchResponse, SessionSummary } from "@/lib/contracts/search";
import { SEARCH_IDS_MAX } from "@/lib/contracts/search-params";
import { queryKeys } from "@/lib/queries/query-keys";
import { LIST_INTERVAL_MS } from "@/lib/queries/refetch-interval";
import { fetchSearch, type SearchQuestion, searchPagesOptions } from "@/lib/queries/search-queries";
import {
  countNew,
  findMissing,
  type ListPages,
  type NewSessions,
  patchRows,
  toRows,
} from "./list-merge";
import { toRowsInSight } from "./list-sight";

const NONE_WAITING: NewSessions = { count: 0, isAtLeast: false };

type Refreshed = { head: SearchResponse; rows: SessionSummary[]; left: string[] };

export type ListRefresh = {
  /** The newest reading of what the list says about itself. */
  meta: SearchResponse["meta"] | null;
  waiting: NewSessions;
  /** Rows that changed and fit the search no longer. */
  leftIds: ReadonlySet<string>;
};

/**
 * Keeps the list true while it is looked at: every 5 s the head of it, which tells of new sessions, and
 * the rows in sight are read again, and rows are changed where they stand.
 */
export function useListRefresh(
  question: SearchQuestion,
  pages: ListPages | undefined,
  middleIndex: number,
): ListRefresh {
  const client = useQueryClient();
  const { q, zone } = question;
  const [leftIds, setLeftIds] = useState<ReadonlySet<string>>(new Set<string>());
  const known = useMemo(() => (pages ? toRows(pages).map(({ id }) => id) : []), [pages]);
  const inSight = toRowsInSight(known, middleIndex);
  const refresh = useQuery({
    queryKey: [...queryKeys.search(q, zone), "refresh", inSight[0] ?? "", inSight.length],
    queryFn: ({ signal }) => readAgain(question, inSight, signal),
    enabled: pages !== undefined,
    staleTime: LIST_INTERVAL_MS,
    refetchInterval: LIST_INTERVAL_MS,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    gcTime: 0,
    retry: false,
    networkMode: "always",
  });
  const { data } = refresh;

  useEffect(() => {
    if (data) patch(client, { q, zone }, data.rows);
    if (data && data.left.length > 0) setLeftIds((old) => new Set([...old, ...data.left]));
  }, [client, q, zone, data]);

  return {
    meta: data?.head.meta ?? null,
    waiting: data && pages ? countNew(pages, data.head) : NONE_WAITING,
    leftIds,
  };
}

function patch(client: QueryClient, question: SearchQuestion, rows: readonly SessionSummary[]) {
  const { queryKey } = searchPagesOptions(question);
  client.setQueryData<ListPages>(queryKey, (old) => old && patchRows(old, rows));
}

/** The head first; only what it does not hold of the rows in sight is asked for by id. */
async function readAgain(
  question: SearchQuestion,
  inSight: readonly string[],
  signal: AbortSignal,
): Promise<Refreshed> {
  const read = (more: { q?: string; ids?: readonly string[] }) =>
    fetchSearch(
      { ...question, facets: false, ...(more.ids && { limit: SEARCH_IDS_MAX }), ...more },
      { signal, background: true },
    );
  const head = await read({});
  const others = findMissing(inSight, head.data);
  const fitting = others.length > 0 ? (await read({ ids: others })).data : [];
  const left = findMissing(others, fitting);
  const changed = left.length > 0 ? (await read({ q: "", ids: left })).data : [];
  return { head, rows: [...head.data, ...fitting, ...changed], left };
}
