import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  ACCESS_LIMIT_MAX,
  type AccessFilters,
  type AccessLogResponse,
  type AccessLogRow,
  accessLogResponseSchema,
  toAccessLogText,
  type WhoLookedResponse,
  whoLookedResponseSchema,
} from "@/lib/contracts/access-log";
import { routes } from "@/lib/routes";
import { type CallOptions, callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { queryKeys } from "./query-keys";

type Page = { cursor?: number | null; limit?: number };

/** One page of the access log; each call is written into it. @throws ApiClientError */
function fetchAccessLog(
  filters: AccessFilters,
  { cursor, limit }: Page,
  options: CallOptions = {},
): Promise<AccessLogResponse> {
  const query = toAccessLogText({
    ...filters,
    ...(cursor && { cursor }),
    ...(limit !== undefined && { limit }),
  });
  return callApi(routes.api.accessLog(query), accessLogResponseSchema, { method: "GET" }, options);
}

/** The log page by page. Nothing is read again by itself: each reading is a row of the log. */
export function accessPagesOptions(filters: AccessFilters) {
  return infiniteQueryOptions({
    queryKey: queryKeys.accessLog(toAccessLogText(filters)),
    queryFn: ({ pageParam, signal }): Promise<AccessLogResponse> =>
      fetchAccessLog(filters, { cursor: pageParam }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ meta }: AccessLogResponse) => meta.cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
    networkMode: "always",
  });
}

/** More rows of one session than a statement could be read with. */
const STATEMENT_ROWS_MAX = 5_000;

/** Every row of a question, the newest first, as far as anybody can read them. */
export async function fetchAllAccess(
  filters: AccessFilters,
): Promise<{ rows: AccessLogRow[]; isWhole: boolean; meta: AccessLogResponse["meta"] }> {
  const first = await fetchAccessLog(filters, { limit: ACCESS_LIMIT_MAX });
  const rows = [...first.data];
  let { cursor } = first.meta;
  while (cursor !== null && rows.length < STATEMENT_ROWS_MAX) {
    const page = await fetchAccessLog(filters, { cursor, limit: ACCESS_LIMIT_MAX });
    rows.push(...page.data);
    cursor = page.meta.cursor;
  }
  return { rows, isWhole: cursor === null, meta: first.meta };
}

/** Who looked at one session or acted on it; read anew whenever the page opens. */
export function whoLookedQueryOptions(id: string) {
  return queryOptions<WhoLookedResponse, ApiClientError>({
    queryKey: queryKeys.whoLooked(id),
    queryFn: ({ client, queryKey, signal }) => {
      const background = client.getQueryData(queryKey) !== undefined;
      const options = { signal, background };
      return callApi(routes.api.whoLooked(id), whoLookedResponseSchema, { method: "GET" }, options);
    },
    staleTime: 0,
    refetchOnWindowFocus: true,
    retry: false,
    networkMode: "always",
  });
}
