import "server-only";
import type { SessionResponse } from "@/lib/contracts/api";
import { withView } from "../audit/record-view";
import { isDeskError } from "../http/desk-error";
import { requireSessionId } from "../http/require-session-id";
import { getHub } from "../live/get-hub";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import { explainNotFound } from "./explain-not-found";
import { requireMay, type SessionContext } from "./session-context";

/**
 * One session as Kayle has it now; to a page that polls, as the hub last read it for all of them. The
 * view is in the access log first.
 * @throws DeskError with the code for the person; NOT_FOUND tells what the desk itself saw of it.
 */
export async function getSession(id: string, context: SessionContext): Promise<SessionResponse> {
  requireMay(context, "session:read");
  return withView(context, id, () => read(id, context));
}

async function read(id: string, context: SessionContext): Promise<SessionResponse> {
  try {
    return await (context.source === "poll" ? readForPoll(id) : readForPerson(id, context));
  } catch (error) {
    if (isDeskError(error) && error.code === "NOT_FOUND") throw await explainNotFound(id, error);
    throw error;
  }
}

/** Polls cost Kayle what streams cost, however many tabs make them. */
function readForPoll(id: string): Promise<SessionResponse> {
  requireSessionId(id);
  return getHub().ask(id);
}

async function readForPerson(id: string, context: SessionContext): Promise<SessionResponse> {
  const { signal, onCall, source } = context;
  const read = await getUpstreamClient().getSession(id, { signal, onCall, source });
  const { session, fetchedAt, unknownFields } = read;
  const response = { data: session, error: null, meta: { fetchedAt, unknownFields } };
  getHub().note(response);
  return response;
}
