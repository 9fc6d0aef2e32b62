import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  type ViewDeletedResponse,
  type ViewRequest,
  type ViewResponse,
  type ViewsResponse,
  viewDeletedResponseSchema,
  viewResponseSchema,
  viewsResponseSchema,
} from "@/lib/contracts/views";
import { routes } from "@/lib/routes";
import { callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { queryKeys } from "./query-keys";

const FRESH_MS = 60_000;

/** The person's saved views and those of the team. */
export function viewsQueryOptions() {
  return queryOptions<ViewsResponse, ApiClientError>({
    queryKey: queryKeys.views(),
    queryFn: ({ signal }) =>
      callApi(routes.api.views(), viewsResponseSchema, { method: "GET" }, { signal }),
    staleTime: FRESH_MS,
    retry: false,
    networkMode: "always",
  });
}

/** Saves a search under a name. */
export function createViewMutation(client: QueryClient) {
  return mutationOptions<ViewResponse, ApiClientError, ViewRequest>({
    mutationKey: [...queryKeys.views(), "create"],
    mutationFn: async (view) => {
      const init = {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(view),
      };
      const answer = await callApi(routes.api.views(), viewResponseSchema, init);
      await client.invalidateQueries({ queryKey: queryKeys.views() });
      return answer;
    },
    retry: false,
    networkMode: "always",
  });
}

/** Takes a view away, by its id. */
export function deleteViewMutation(client: QueryClient) {
  return mutationOptions<ViewDeletedResponse, ApiClientError, string>({
    mutationKey: [...queryKeys.views(), "delete"],
    mutationFn: async (id) => {
      const path = routes.api.view(id);
      const answer = await callApi(path, viewDeletedResponseSchema, { method: "DELETE" });
      await client.invalidateQueries({ queryKey: queryKeys.views() });
      return answer;
    },
    retry: false,
    networkMode: "always",
  });
}
