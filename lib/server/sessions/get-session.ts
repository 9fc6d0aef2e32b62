import "server-only";
import type { SessionResponse } from "@/lib/contracts/api";
import { isDeskError } from "../http/desk-error";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import { explainNotFound } from "./explain-not-found";
import { requireMay, type SessionContext } from "./session-context";

/**
 * One session as Kayle has it now. @throws DeskError with the code for the person; NOT_FOUND tells
 * what the desk itself saw of it.
 */
export async function getSession(id: string, context: SessionContext): Promise<SessionResponse> {
  requireMay(context, "session:read");
  const { signal, onCall, source } = context;
  try {
    const read = await getUpstreamClient().getSession(id, { signal, onCall, source });
    const { session, fetchedAt, unknownFields } = read;
    return { data: session, error: null, meta: { fetchedAt, unknownFields } };
  } catch (error) {
    if (isDeskError(error) && error.code === "NOT_FOUND") throw await explainNotFound(id, error);
    throw error;
  }
}
