import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { routes } from "@/lib/routes";
import { CLIENT_ADDRESS_HEADER, toClientAddress } from "../auth/client-address";
import { BACKGROUND_HEADER, isPrefetch } from "../auth/is-background";
import { isDevelopment } from "../env";
import { toBaseHeaders } from "../http/base-headers";
import { REFUSAL_HEADER } from "../http/refusal-note";
import { createRequestId, REQUEST_ID_HEADER } from "../http/request-id";
import { REQUESTED_PATH_HEADER } from "../requested-path";
import { fillHeaders } from "./fill-headers";
import { findRefusal, isApiPath } from "./find-refusal";
import { limitServer } from "./limit-server";

const store = globalThis as typeof globalThis & { __deskNotesRequests?: boolean };

/** `trustedHops` is the number of proxies in front of the desk, `isHttps` whether browsers use TLS. */
export type Door = { trustedHops: number; isHttps: boolean };

type Started = { request: IncomingMessage; response: ServerResponse; server: Server };

/**
 * The door: what happens to each request before Next sees it. It listens to Node's own HTTP server,
 * notes what Next hides from its routes, turns away what no route is to read, and sees to the headers
 * that every answer carries. Call once, at start.
 */
export function noteRequests({ trustedHops, isHttps }: Door): void {
  if (store.__deskNotesRequests) return;
  store.__deskNotesRequests = true;
  const baseHeaders = toBaseHeaders(isHttps);
  subscribe("http.server.request.start", (message) => {
    const { request, response, server } = message as Started;
    const requestId = createRequestId();
    limitServer(server);
    turnAway(request);
    note(request, trustedHops, requestId);
    fillHeaders(response, { ...baseHeaders, "x-request-id": requestId });
  });
}

/**
 * Next shows no socket, lets a client write its own `x-forwarded-for`, re-writes the path, and hides
 * from pages that they are only fetched ahead. All that is noted here takes the place of whatever the client itself sent under these names.
 */
function note(request: IncomingMessage, trustedHops: number, requestId: string): void {
  const forwarded = request.headers["x-forwarded-for"];
  const peer = request.socket.remoteAddress ?? "";
  request.headers[CLIENT_ADDRESS_HEADER] = toClientAddress(forwarded, peer, trustedHops);
  request.headers[REQUESTED_PATH_HEADER] = request.url ?? "";
  request.headers[REQUEST_ID_HEADER] = requestId;
  if (isPrefetch(request.headers)) request.headers[BACKGROUND_HEADER] = "1";
}

/** A person who followed a broken link gets the page that says so; everybody else a short refusal. */
function turnAway(request: IncomingMessage): void {
  delete request.headers[REFUSAL_HEADER];
  const { method = "", url = "" } = request;
  // What Next's own tools ask for while somebody develops.
  if (isDevelopment() && url.startsWith("/__nextjs")) return;
  const refusal = findRefusal(method, url);
  if (refusal === null) return;
  const isPage = refusal === "INVALID_ADDRESS" && url.startsWith("/") && !isApiPath(url);
  if (isPage && (method === "GET" || method === "HEAD")) {
    request.url = routes.unreadable();
    return;
  }
  request.headers[REFUSAL_HEADER] = refusal;
  request.url = routes.api.refused();
}
