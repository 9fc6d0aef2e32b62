import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { CancelRequest, CancelResponse, SessionResponse } from "@/lib/contracts/api";
import { isOpen } from "@/lib/domain/session";
import { fetchSession, postCancelSession } from "./api-client";
import { ApiClientError } from "./api-client-error";
import { createLimit } from "./create-limit";
import { createFailureCounter } from "./failures-in-a-row";
import { keepNewer } from "./keep-newer";
import { isDelivered } from "./live/deliveries";
import { refreshActivity } from "./note-queries";
import { queryKeys } from "./query-keys";
import { nextRefetchIntervalMs } from "./refetch-interval";

/** Data from the server's first paint is not read again at once, but is on return to the tab. */
const FRESH_MS = 2_000;

const failuresInARow = createFailureCounter();

/**
 * One session, live: read every 3 s while it is open and the tab visible, slower while reads fail,
 * never once it has ended, and not while the tab's stream delivers it. A failed read leaves the last
 * good answer in `data`; `dataUpdatedAt` (or better `data.meta.fetchedAt`) says how old it is.
 */
export function sessionQueryOptions(id: string) {
  return queryOptions<SessionResponse, ApiClientError>({
    queryKey: queryKeys.session(id),
    // A session already on the screen is read again by the page, not by the person.
    queryFn: async ({ client, queryKey, signal }) => {
      const background = client.getQueryData(queryKey) !== undefined;
      const fresh = await fetchSession(id, { signal, background });
      return keepNewer(client.getQueryData(queryKey), fresh);
    },
    staleTime: ({ state }) => (isEnded(state.data) ? Number.POSITIVE_INFINITY : FRESH_MS),
    refetchInterval: (query) =>
      !isDelivered(id) &&
      nextRefetchIntervalMs({
        session: query.state.data?.data,
        failureCount: failuresInARow(query),
        canHeal: canHeal(query.state.error),
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

/** Calls that one table of pasted ids may have under way at once. */
const PASTED_IN_FLIGHT_MAX = 6;
const PASTED_INTERVAL_MS = 15_000;
const takeTurns = createLimit(PASTED_IN_FLIGHT_MAX);

/**
 * One of many sessions that are looked at together: live like any other, but they take turns, and an
 * open one is read every 15 s, so that a hundred of them do not crowd out everybody else.
 */
export function pastedSessionQueryOptions(id: string) {
  return queryOptions<SessionResponse, ApiClientError>({
    ...sessionQueryOptions(id),
    queryFn: ({ client, queryKey, signal }) =>
      takeTurns(async () => {
        const background = client.getQueryData(queryKey) !== undefined;
        const fresh = await fetchSession(id, { signal, background });
        return keepNewer(client.getQueryData(queryKey), fresh);
      }, signal),
    refetchInterval: ({ state }) =>
      !isDelivered(id) && state.data && !isEnded(state.data) ? PASTED_INTERVAL_MS : false,
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
