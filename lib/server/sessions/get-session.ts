import "server-only";
import type { SessionResponse } from "@/lib/contracts/api";
import { withView } from "../audit/record-view";
import { isDeskError } from "../http/desk-error";
import { requireSessionId } from "../http/require-session-id";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import { getSharedReads } from "../upstream/shared-reads";
import type { SessionRead } from "../upstream/types";
import { explainNotFound } from "./explain-not-found";
import { requireMay, type SessionContext } from "./session-context";

/**
 * One session as Kayle has it now; for a page that polls, out of the read that all such pages share. The
 * view is in the access log first.
 * @throws DeskError with the code for the person; NOT_FOUND tells what the desk itself saw of it.
 */
export async function getSession(id: string, context: SessionContext): Promise<SessionResponse> {
  requireMay(context, "session:read");
  return withView(context, id, () => read(id, context));
}

async function read(id: string, context: SessionContext): Promise<SessionResponse> {
  try {
    const { session, fetchedAt, unknownFields } = await readAtKayle(id, context);
    return { data: session, error: null, meta: { fetchedAt, unknownFields } };
  } catch (error) {
    if (isDeskError(error) && error.code === "NOT_FOUND") throw await explainNotFound(id, error);
    throw error;
  }
}

async function readAtKayle(id: string, context: SessionContext): Promise<SessionRead> {
  const { signal, onCall, source } = context;
  if (source !== "poll") return getUpstreamClient().getSession(id, { signal, onCall, source });
  requireSessionId(id);
  return getSharedReads().read(id);
}
