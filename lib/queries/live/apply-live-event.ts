import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { ApiError, SessionResponse } from "@/lib/contracts/api";
import { ERROR_CODES } from "@/lib/contracts/error-codes";
import type { LiveEvent } from "@/lib/contracts/live";
import type { SearchResponse, SessionSummary } from "@/lib/contracts/search";
import type { SessionRecord } from "@/lib/domain/session";
import { ApiClientError } from "../api-client-error";
import { keepNewer } from "../keep-newer";
import { queryKeys } from "../query-keys";

/** Puts what the stream says into the tab's cache, where each page and list already looks. */
export function applyLiveEvent(client: QueryClient, event: LiveEvent): void {
  if (event.event === "session") showSession(client, event.data);
  if (event.event === "age") showAges(client, event.data);
  if (event.event === "fault") showFault(client, event.data.id, event.data.error);
}

function showSession(client: QueryClient, response: SessionResponse): void {
  const { id } = response.data;
  const queryKey = queryKeys.session(id);
  // Only where somebody looks: what nobody asked for would lie there and grow old.
  if (client.getQueryState(queryKey)) {
    client.setQueryData<SessionResponse>(queryKey, (old) => keepNewer(old, response));
  }
  client.setQueriesData<unknown>({ queryKey: queryKeys.sessionLists() }, (old: unknown) =>
    isPages(old) ? patchPages(old, response.data) : old,
  );
}

/** Read again and found as it was: the same record, newer. */
function showAges(client: QueryClient, ages: Readonly<Record<string, string>>): void {
  for (const [id, fetchedAt] of Object.entries(ages)) {
    client.setQueryData<SessionResponse>(queryKeys.session(id), (old) =>
      old && old.meta.fetchedAt < fetchedAt ? { ...old, meta: { ...old.meta, fetchedAt } } : old,
    );
  }
}

/** The page shows it as it would show a failed read of its own; the last good answer stays. */
function showFault(client: QueryClient, id: string, error: ApiError): void {
  const queryKey = queryKeys.session(id);
  const query = client.getQueryCache().find({ queryKey, exact: true });
  if (!query) return;
  if (error.code === "NOT_FOUND") {
    // Its own answer says more about a session that is gone.
    void client.refetchQueries({ queryKey, exact: true });
    return;
  }
  query.setState({
    status: "error",
    error: new ApiClientError(error, ERROR_CODES[error.code].status),
    errorUpdateCount: query.state.errorUpdateCount + 1,
    errorUpdatedAt: Date.now(),
  });
}

function isPages(data: unknown): data is InfiniteData<SearchResponse> {
  return typeof data === "object" && data !== null && "pages" in data && Array.isArray(data.pages);
}

/** Rows are changed where they stand. The same object where none of them is this session's. */
function patchPages(
  list: InfiniteData<SearchResponse>,
  session: SessionRecord,
): InfiniteData<SearchResponse> {
  let isPatched = false;
  const pages = list.pages.map((page) => {
    const at = page.data.findIndex(({ id }) => id === session.id);
    const row = page.data[at];
    if (!row || row.updated_at >= session.updated_at) return page;
    isPatched = true;
    return { ...page, data: page.data.with(at, patchRow(row, session)) };
  });
  return isPatched ? { ...list, pages } : list;
}

function patchRow(row: SessionSummary, session: SessionRecord): SessionSummary {
  const { status, failure_code, nfc_tries_used, liveness_tries_used } = session;
  const { expires_at, completed_at, updated_at } = session;
  const counters = { nfc_tries_used, liveness_tries_used };
  return { ...row, status, failure_code, ...counters, expires_at, completed_at, updated_at };
}
