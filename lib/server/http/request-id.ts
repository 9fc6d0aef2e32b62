import "server-only";
import { randomUUID } from "node:crypto";

/** Set by the desk itself on each request; whatever a client sends under this name is overwritten. */
export const REQUEST_ID_HEADER = "x-desk-request";

/**
 * A new id for one request to the desk. Always the desk's own: one taken from a header could be made
 * to look like another request's, or to forge a log line.
 */
export function createRequestId(): string {
  return `req_${randomUUID().replaceAll("-", "")}`;
}

/** The id that the door gave this request, which every answer to it carries; a new one without a door. */
export function toRequestId(headers: Pick<Headers, "get">): string {
  const noted = headers.get(REQUEST_ID_HEADER) ?? "";
  return /^req_[0-9a-f]{32}$/.test(noted) ? noted : createRequestId();
}
