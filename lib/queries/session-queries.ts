import {
  mutationOptions,
  type QueryClient,
  type QueryFunctionContext,
  queryOptions,
} from "@tanstack/react-query";
import type { CancelRequest, CancelResponse, SessionResponse } from "@/lib/contracts/api";
import { isOpen } from "@/lib/domain/session";
import { fetchSession, postCancelSession } from "./api-client";
import { ApiClientError } from "./api-client-error";
import { createLimit } from "./create-limit";
import { createFailureCounter } from "./failures-in-a-row";
import { refreshActivity } from "./note-queries";
import { queryKeys } from "./query-keys";
import { LIST_INTERVAL_MS, nextRefetchIntervalMs } from "./refetch-interval";
import { fetchSearch } from "./search-queries";

/** Data from the server's first paint is not read again at once, but is on return to the tab. */
const FRESH_MS = 2_000;

const failuresInARow = createFailureCounter();

/**
 * One session, live: read every 2 s while it is open and the tab visible, slower while reads fail,
 * never once it has ended. A failed read leaves the last good answer in `data`, whose
 * `meta.fetchedAt` says how old it is.
 */
export function sessionQueryOptions(id: string) {
  return queryOptions<SessionResponse, ApiClientError>({
    queryKey: queryKeys.session(id),
    queryFn: (context) => readForPage(id, context),
    staleTime: ({ state }) => (isEnded(state.data) ? Number.POSITIVE_INFINITY : FRESH_MS),
    refetchInterval: (query) =>
      nextRefetchIntervalMs({
        session: query.state.data?.data,
        failureCount: failuresInARow(query),
        canHeal: canHeal(query.state.error),
        retryAfterSeconds: query.state.error?.error.retryAfterSeconds,
        // The desk's time, not the browser's: an agent's clock may be hours off.
        now: new Date(query.state.data?.meta.fetchedAt ?? Date.now()),
      }),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    // The interval above is the only retry, so that an error shows at once and never twice over.
    retry: false,
    // The desk may run on this very machine, where being "offline" means nothing.
    networkMode: "always",
  });
}

/** A session already on the screen is read again by the page, not by the person. */
async function readForPage(
  id: string,
  { client, queryKey, signal }: QueryFunctionContext,
): Promise<SessionResponse> {
  const background = client.getQueryData(queryKey) !== undefined;
  const fresh = await fetchSession(id, { signal, background });
  return keepNewer(client.getQueryData(queryKey), fresh);
}

/**
 * Of two readings of a session the one that the desk made later. An answer may be overtaken on its
 * way by another call, and must not bring an older state back.
 */
function keepNewer(known: SessionResponse | undefined, fresh: SessionResponse): SessionResponse {
  return known && known.meta.fetchedAt > fresh.meta.fetchedAt ? known : fresh;
}

/** Calls that one table of pasted ids may have under way at once. */
const PASTED_IN_FLIGHT_MAX = 6;
const takeTurns = createLimit(PASTED_IN_FLIGHT_MAX);

/**
 * One of many sessions that are looked at together: they take turns, so that a hundred of them do not
 * crowd out everybody else, and each is read once. The index tells what changes.
 */
export function pastedSessionQueryOptions(id: string) {
  return queryOptions<SessionResponse, ApiClientError>({
    ...sessionQueryOptions(id),
    queryFn: (context) => takeTurns(() => readForPage(id, context), context.signal),
    refetchInterval: false,
    refetchOnWindowFocus: false,
  });
}

/** Asks the index which of these sessions have changed since they were read, and reads those again. */
export function pastedRefreshOptions(openIds: readonly string[]) {
  return queryOptions({
    queryKey: queryKeys.pastedRefresh(openIds),
    queryFn: async ({ client, signal }) => {
      const question = { ids: openIds, limit: openIds.length, facets: false };
      const { data: rows } = await fetchSearch(question, { signal, background: true });
      const changed = rows.filter(({ id, updated_at }) => {
        const known = client.getQueryData<SessionResponse>(queryKeys.session(id));
        return known !== undefined && known.data.updated_at < updated_at;
      });
      const read = (id: string) =>
        client.refetchQueries({ queryKey: queryKeys.session(id), exact: true });
      await Promise.all(changed.map(({ id }) => read(id)));
      return changed.length;
    },
    enabled: openIds.length > 0,
    staleTime: LIST_INTERVAL_MS,
    refetchInterval: LIST_INTERVAL_MS,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    gcTime: 0,
    retry: false,
    networkMode: "always",
  });
}

/** Reads a session because the person asked for it: counts as activity, unlike a poll. */
export function refreshSession(client: QueryClient, id: string): Promise<SessionResponse> {
  return client.fetchQuery({
    ...sessionQueryOptions(id),
    queryFn: ({ signal }) => fetchSession(id, { signal }),
    staleTime: 0,
  });
}

/**
 * Cancels; the answer is what the session is now and goes straight into the open page. The cache is
 * kept right inside `mutationFn`, so that a caller's own `onSuccess` cannot displace it.
 */
export function cancelSessionMutation(client: QueryClient, id: string) {
  return mutationOptions<CancelResponse, ApiClientError, CancelRequest>({
    mutationKey: [...queryKeys.session(id), "cancel"],
    mutationFn: async (body) => {
      const answer = await postCancelSession(id, body).catch((error: unknown) => {
        // The cancel may have happened although its answer was lost.
        void client.invalidateQueries({ queryKey: queryKeys.session(id) });
        refreshActivity(client, id);
        throw error;
      });
      await showCancelled(client, id, answer);
      return answer;
    },
    retry: false,
    networkMode: "always",
  });
}

async function showCancelled(client: QueryClient, id: string, answer: CancelResponse) {
  // A poll that left before the cancel would bring the open session back.
  await client.cancelQueries({ queryKey: queryKeys.session(id) });
  const { fetchedAt, unknownFields } = answer.meta;
  const now: SessionResponse = {
    data: answer.data,
    error: null,
    meta: { fetchedAt, unknownFields },
  };
  client.setQueryData(queryKeys.session(id), now);
  refreshActivity(client, id);
  await client.invalidateQueries({ queryKey: queryKeys.sessionLists(), refetchType: "none" });
}

function isEnded(answer: SessionResponse | undefined): boolean {
  return answer !== undefined && !isOpen(answer.data);
}

function canHeal(error: unknown): boolean {
  return !(error instanceof ApiClientError) || error.canHeal;
}
