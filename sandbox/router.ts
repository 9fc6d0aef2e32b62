import { getAnalytics } from "./analytics";
import { createSession } from "./create-session";
import { listDeliveries, retryDelivery } from "./delivery-routes";
import { getEndpoint, listEndpoints } from "./endpoint-routes";
import { getEvent, listEvents, replayEvent } from "./event-routes";
import type { Scope } from "./keys";
import type { Handler, Route } from "./route";
import { cancelSession, getSession, listSessions } from "./session-routes";

function route(method: string, path: string, scope: Scope, handler: Handler): Route {
  return { method, segments: path.split("/"), scope, handler };
}

const ROUTES: readonly Route[] = [
  route("GET", "/v1/sessions", "sessions:read", listSessions),
  route("POST", "/v1/sessions", "sessions:write", createSession),
  route("GET", "/v1/sessions/:id", "sessions:read", getSession),
  route("POST", "/v1/sessions/:id/cancel", "sessions:write", cancelSession),
  route("GET", "/v1/events", "webhooks:read", listEvents),
  route("GET", "/v1/events/:event_id", "webhooks:read", getEvent),
  route("POST", "/v1/events/:event_id/replay", "webhooks:write", replayEvent),
  route("GET", "/v1/webhooks/events", "webhooks:read", listEvents),
  route("GET", "/v1/webhooks/events/:event_id", "webhooks:read", getEvent),
  route("POST", "/v1/webhooks/events/:event_id/replay", "webhooks:write", replayEvent),
  route("GET", "/v1/webhooks/deliveries", "webhooks:read", listDeliveries),
  route("POST", "/v1/webhooks/deliveries/:delivery_id/retry", "webhooks:write", retryDelivery),
  route("GET", "/v1/webhooks/endpoints", "webhooks:read", listEndpoints),
  route("GET", "/v1/webhooks/endpoints/:endpoint_id", "webhooks:read", getEndpoint),
  route("GET", "/v1/analytics/sessions/overview", "analytics:read", getAnalytics),
];

function toDecoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function matchSegments(route: Route, given: readonly string[]): Record<string, string> | null {
  if (route.segments.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, wanted] of route.segments.entries()) {
    const segment = given[at] ?? "";
    if (wanted.startsWith(":") && segment !== "") params[wanted.slice(1)] = toDecoded(segment);
    else if (wanted !== segment) return null;
  }
  return params;
}

/** The route of a call; null stands for the plain-text 404, wrong methods included. */
export function findRoute(
  method: string,
  pathname: string,
): { route: Route; params: Record<string, string> } | null {
  const given = pathname.split("/");
  for (const route of ROUTES) {
    const params = route.method === method ? matchSegments(route, given) : null;
    if (params !== null) return { route, params };
  }
  return null;
}
