import "server-only";
import type { SessionResponse } from "@/lib/contracts/api";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import { requireMay, type SessionContext } from "./session-context";

/** One session as Kayle has it now. @throws DeskError with the code for the person. */
export async function getSession(id: string, context: SessionContext): Promise<SessionResponse> {
  requireMay(context, "session:read");
  const { session, fetchedAt, unknownFields } = await getUpstreamClient().getSession(id, {
    signal: context.signal,
    onCall: context.onCall,
  });
  return { data: session, error: null, meta: { fetchedAt, unknownFields } };
}
