import "server-only";
import type { IncomingHttpHeaders } from "node:http";

/** A request with this header set to `1` is the page's own polling: it keeps nobody signed in. */
export const BACKGROUND_HEADER = "x-desk-background";

/** Whether a page asks by itself, with nobody's hand in it. */
export function isBackground({ headers }: { headers: Pick<Headers, "get"> }): boolean {
  return headers.get(BACKGROUND_HEADER) === "1";
}

/**
 * Whether a page is fetched before anybody asked for it, by Next's links or by the browser. Asked at
 * the door, because Next hides its own headers from pages.
 */
export function isPrefetch(headers: IncomingHttpHeaders): boolean {
  if (headers["next-router-prefetch"] !== undefined) return true;
  const purpose = headers["sec-purpose"] ?? headers["purpose"];
  return String(purpose ?? "").startsWith("prefetch");
}
