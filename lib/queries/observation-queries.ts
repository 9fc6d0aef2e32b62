import { queryOptions } from "@tanstack/react-query";
import { type ObservationsResponse, observationsResponseSchema } from "@/lib/contracts/observation";
import type { SessionRecord } from "@/lib/domain/session";
import { routes } from "@/lib/routes";
import { callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { queryKeys } from "./query-keys";

/**
 * What the desk saw of a session up to this record of it. A record that changes is a key of its own, so
 * it is read once for each step and never by a timer; until it is there, the steps before stay shown.
 */
export function observationsQueryOptions(session: SessionRecord) {
  return queryOptions<ObservationsResponse, ApiClientError>({
    queryKey: queryKeys.observations(session),
    queryFn: ({ signal }) =>
      callApi(
        routes.api.observations(session.id),
        observationsResponseSchema,
        { method: "GET" },
        // The page follows the session by itself.
        { signal, background: true },
      ),
    // Of this session alone: one page may show one session after another.
    placeholderData: (before, query) =>
      query?.queryKey.includes(session.id) === true ? before : undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
    networkMode: "always",
  });
}
