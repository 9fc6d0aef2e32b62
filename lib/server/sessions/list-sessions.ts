import "server-only";
import type { SessionListResponse } from "@/lib/contracts/api";
import type { SessionListQuery } from "@/lib/contracts/session-list-query";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import { requireMay, type SessionContext } from "./session-context";

/**
 * One page of Kayle's own list, ordered by id and so at random in time.
 * @throws DeskError with the code for the person.
 */
export async function listSessions(
  query: SessionListQuery,
  context: SessionContext,
): Promise<SessionListResponse> {
  requireMay(context, "session:read");
  const { sessions, ...meta } = await getUpstreamClient().listSessions(query, {
    signal: context.signal,
    onCall: context.onCall,
  });
  return { data: sessions, error: null, meta };
}
