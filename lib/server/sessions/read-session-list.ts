import "server-only";
import type { SessionListResponse } from "@/lib/contracts/api";
import type { SessionListQuery } from "@/lib/contracts/session-list-query";
import { listSessions } from "./list-sessions";
import { type PageRead, readForPage } from "./read-for-page";
import type { SessionContext } from "./session-context";

/** One page of the list for the page that shows it; never throws. */
export function readSessionList(
  query: SessionListQuery,
  context: SessionContext,
): Promise<PageRead<SessionListResponse>> {
  return readForPage("/sessions", context, (inner) => listSessions(query, inner));
}
