import "server-only";
import { randomUUID } from "node:crypto";

/**
 * A new id for one request to the desk. Always the desk's own: one taken from a header could be made
 * to look like another request's, or to forge a log line.
 */
export function createRequestId(): string {
  return `req_${randomUUID().replaceAll("-", "")}`;
}
