import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { CLIENT_ADDRESS_HEADER, toClientAddress } from "../auth/client-address";
import { BACKGROUND_HEADER, isPrefetch } from "../auth/is-background";
import { REQUESTED_PATH_HEADER } from "../requested-path";

const store = globalThis as typeof globalThis & { __deskNotesRequests?: boolean };

/**
 * Notes on each incoming request what Next hides from its routes: the address it came from (Next
 * shows no socket, and lets a client write its own `x-forwarded-for`), the path as it was asked for,
 * and whether it is only a prefetch. Listens to Node's own HTTP server, before Next. `trustedHops` is the number of proxies in
 * front of the desk. Call once, at start.
 */
export function noteRequests(trustedHops: number): void {
  if (store.__deskNotesRequests) return;
  store.__deskNotesRequests = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const forwarded = request.headers["x-forwarded-for"];
    const peer = request.socket.remoteAddress ?? "";
    request.headers[CLIENT_ADDRESS_HEADER] = toClientAddress(forwarded, peer, trustedHops);
    request.headers[REQUESTED_PATH_HEADER] = request.url ?? "";
    if (isPrefetch(request.headers)) request.headers[BACKGROUND_HEADER] = "1";
  });
}
