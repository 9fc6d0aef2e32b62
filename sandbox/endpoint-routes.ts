import { toEndpoint } from "./endpoints";
import { endpointParams, endpointQuery } from "./input";
import { type SandboxResponse, toData, toFault, toInvalid, toList } from "./replies";
import type { RouteContext } from "./route";

/** Newest first; an unknown cursor is ignored, as with events. */
export function listEndpoints(context: RouteContext): SandboxResponse {
  const query = endpointQuery.safeParse(context.query);
  if (!query.success) return toInvalid(query.error);
  const { limit, starting_after } = query.data;
  const { endpoints } = context.organisation;
  const start = endpoints.findIndex((endpoint) => endpoint.id === starting_after) + 1;
  const rows = endpoints.slice(start, start + limit);
  return toList(rows.map(toEndpoint), {
    limit,
    hasMore: start + limit < endpoints.length,
    lastId: rows.at(-1)?.id,
  });
}

export function getEndpoint(context: RouteContext): SandboxResponse {
  const params = endpointParams.safeParse(context.params);
  if (!params.success) return toInvalid(params.error);
  const endpoint = context.organisation.endpoints.find((one) => one.id === params.data.endpoint_id);
  if (endpoint !== undefined) return toData(toEndpoint(endpoint));
  return toFault(404, {
    code: "NOT_FOUND",
    message: "Webhook endpoint not found.",
    hint: "The webhook endpoint with the given ID was not found.",
    docs: "https://kayle.id/docs/api/webhooks/endpoints#get-by-id",
  });
}
