import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  type ResendResponse,
  resendResponseSchema,
  type SessionWebhooksResponse,
  sessionWebhooksResponseSchema,
} from "@/lib/contracts/session-webhooks";
import type { SessionRecord } from "@/lib/domain/session";
import { routes } from "@/lib/routes";
import { type CallOptions, callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { refreshActivity } from "./note-queries";
import { queryKeys } from "./query-keys";
import { nextWebhookReadMs, WEBHOOK_INTERVAL_MS } from "./refetch-interval";

type Session = Pick<SessionRecord, "id" | "completed_at" | "updated_at">;

/** What Kayle told of a session; `live` reads at Kayle what may have changed. @throws ApiClientError */
function fetchSessionWebhooks(
  id: string,
  { live, ...options }: CallOptions & { live: boolean },
): Promise<SessionWebhooksResponse> {
  const path = routes.api.sessionWebhooks(id, live);
  return callApi(path, sessionWebhooksResponseSchema, { method: "GET" }, options);
}

/**
 * The fate of a session's webhooks: read at Kayle when the page opens, then followed out of what the
 * desk reads by itself, for as long as something may still come of it and the tab is visible. `readNow`
 * gives the desk's time: an agent's own clock may be hours off.
 */
export function webhooksQueryOptions(session: Session, readNow: () => Date) {
  return queryOptions<SessionWebhooksResponse, ApiClientError>({
    queryKey: queryKeys.sessionWebhooks(session.id),
    queryFn: ({ client, queryKey, signal }) => {
      const isShown = client.getQueryData(queryKey) !== undefined;
      return fetchSessionWebhooks(session.id, { live: !isShown, background: isShown, signal });
    },
    staleTime: WEBHOOK_INTERVAL_MS,
    refetchInterval: ({ state }) => nextWebhookReadMs(session, state.data, readNow()),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    retry: false,
    networkMode: "always",
  });
}

/** Reads at Kayle because the person asked for it. */
export function refreshWebhooks(
  client: QueryClient,
  { id }: Pick<Session, "id">,
): Promise<SessionWebhooksResponse> {
  return client.fetchQuery({
    queryKey: queryKeys.sessionWebhooks(id),
    queryFn: ({ signal }) => fetchSessionWebhooks(id, { live: true, signal }),
    staleTime: 0,
    retry: false,
    networkMode: "always",
  });
}

/** Which delivery to send again; the attempt is the same for every try of one question. */
export type ResendAttempt = { deliveryId: string; attemptId: string };

/** Has a delivery sent again; the answer is what is true now and goes onto the page. */
export function resendMutation(client: QueryClient, sessionId: string) {
  const queryKey = queryKeys.sessionWebhooks(sessionId);
  return mutationOptions<ResendResponse, ApiClientError, ResendAttempt>({
    mutationKey: [...queryKey, "resend"],
    mutationFn: async (attempt) => {
      const answer = await postResend(sessionId, attempt).catch((error: unknown) => {
        // A refusal has been looked into: what the desk has now says why.
        void client.invalidateQueries({ queryKey });
        refreshActivity(client, sessionId);
        throw error;
      });
      await client.cancelQueries({ queryKey });
      const { outcome: _, by: __, at: ___, ...meta } = answer.meta;
      client.setQueryData<SessionWebhooksResponse>(queryKey, { ...answer, meta });
      refreshActivity(client, sessionId);
      return answer;
    },
    retry: false,
    networkMode: "always",
  });
}

function postResend(
  sessionId: string,
  { deliveryId, attemptId }: ResendAttempt,
): Promise<ResendResponse> {
  const init = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ attemptId }),
  };
  return callApi(routes.api.resendDelivery(sessionId, deliveryId), resendResponseSchema, init);
}
