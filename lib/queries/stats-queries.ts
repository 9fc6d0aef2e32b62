import { queryOptions } from "@tanstack/react-query";
import { type FailureMixResponse, failureMixResponseSchema } from "@/lib/contracts/stats";
import { routes } from "@/lib/routes";
import { callApi } from "./api-client";
import type { ApiClientError } from "./api-client-error";
import { queryKeys } from "./query-keys";

const INTERVAL_MS = 30_000;

/** How checks end these days, read again every 30 s while somebody looks at it. */
export function failureMixOptions() {
  return queryOptions<FailureMixResponse, ApiClientError>({
    queryKey: queryKeys.failureMix(),
    queryFn: ({ signal }) =>
      callApi(
        routes.api.failureStats(),
        failureMixResponseSchema,
        { method: "GET" },
        { signal, background: true },
      ),
    staleTime: INTERVAL_MS,
    refetchInterval: INTERVAL_MS,
    refetchIntervalInBackground: false,
    retry: false,
    networkMode: "always",
  });
}
