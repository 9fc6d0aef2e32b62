import "server-only";
import type { SessionResponse } from "@/lib/contracts/api";
import { getSession } from "./get-session";
import { type PageRead, readForPage } from "./read-for-page";
import type { SessionContext } from "./session-context";

/** One session for the page that shows it; never throws. */
export function readSession(
  id: string,
  context: SessionContext,
): Promise<PageRead<SessionResponse>> {
  return readForPage("/sessions/[sessionId]", context, (inner) => getSession(id, inner));
}
