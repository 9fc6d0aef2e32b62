import "server-only";
import type { SessionResponse } from "@/lib/contracts/api";
import { withView } from "../audit/record-view";
import { isDeskError } from "../http/desk-error";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import { explainNotFound } from "./explain-not-found";
import { requireMay, type SessionContext } from "./session-context";

/**
 * One session as Kayle has it now, and the view in the access log. @throws DeskError with the code for the person; NOT_FOUND tells
 * what the desk itself saw of it.
 */
export async function getSession(id: string, context: SessionContext): Promise<SessionResponse> {
  requireMay(context, "session:read");
  return withView(context, id, () => read(id, context));
}

async function read(
  id: string,
  { signal, onCall, source }: SessionContext,
): Promise<SessionResponse> {
  try {
    const answer = await getUpstreamClient().getSession(id, { signal, onCall, source });
    const { session, fetchedAt, unknownFields } = answer;
    return { data: session, error: null, meta: { fetchedAt, unknownFields } };
  } catch (error) {
    if (isDeskError(error) && error.code === "NOT_FOUND") throw await explainNotFound(id, error);
    throw error;
  }
}
