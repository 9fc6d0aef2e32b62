import "server-only";
import type { Server } from "node:http";

/** No answer of the desk waits for more than 16 KB (1 MB from Kayle) of a request. */
const REQUEST_WITHIN_MS = 30_000;
const HEADERS_WITHIN_MS = 15_000;

/**
 * How long a client may take to send a request; Node's own limits are 60 s for the headers and five
 * minutes for all. Node looks every 30 s, so a slow one lasts for a minute at most. The first request
 * of a server is already under way: that is the one by which whoever starts the desk sees it ready.
 */
export function limitServer(server: Server): void {
  if (server.requestTimeout === REQUEST_WITHIN_MS) return;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.headersTimeout = HEADERS_WITHIN_MS;
}
