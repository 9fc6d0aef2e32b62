import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  type ResendResponse,
  resendResponseSchema,
  type SessionWebhooksResponse,
  sessionWebhooksResponseSchema,
} from "@/lib/contracts/session-webhooks";
import { isOpenDelivery } from "@/lib/domain/kayle-event";
import type { SessionRecord } from "@/lib/domain/session";
import { toWebhookAccess } from "@/lib/domain/webhook-access";
import { routes } from "@/lib/routes";
import { type CallOptions, callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { refreshActivity } from "./note-queries";
import { queryKeys } from "./query-keys";

/** The desk's own sync looks that often. */
const FOLLOW_MS = 10_000;
/** An event comes within moments of its end; one that has not come by now may never come. */
const WAIT_FOR_EVENT_MS = 10 * 60_000;

type Session = Pick<SessionRecord, "id" | "completed_at" | "updated_at">;

/** What Kayle told of a session; `live` reads at Kayle what may have changed. @throws ApiClientError */
export function fetchSessionWebhooks(
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
    staleTime: FOLLOW_MS,
    refetchInterval: ({ state }) => nextWebhookReadMs(session, state.data, readNow()),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    retry: false,
    networkMode: "always",
  });
}

/** Milliseconds until the next read, or false where nothing more is to be expected. */
export function nextWebhookReadMs(
  { completed_at, updated_at }: Pick<Session, "completed_at" | "updated_at">,
  answer: SessionWebhooksResponse | undefined,
  now: Date,
): number | false {
  if (!answer || completed_at === null || answer.meta.access === "no_scope") return false;
  const { events } = answer.data;
  if (events.some(({ deliveries }) => deliveries.some(isOpenDelivery))) return FOLLOW_MS;
  // A withdrawal is written after the end and has an event of its own.
  const written = Date.parse(updated_at) > Date.parse(completed_at) ? updated_at : completed_at;
  const isYoung = now.getTime() - Date.parse(written) < WAIT_FOR_EVENT_MS;
  const isAwaited = toWebhookAccess({ completed_at: written }, answer.meta) !== "full";
  const isTold = events.some(({ created_at }) => created_at >= written);
  return !isTold && isYoung && isAwaited ? FOLLOW_MS : false;
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
