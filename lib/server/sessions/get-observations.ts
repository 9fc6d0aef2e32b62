import "server-only";
import type { ObservationsResponse } from "@/lib/contracts/observation";
import { withView } from "../audit/record-view";
import { getDb } from "../db/get-db";
import { requireSessionId } from "../http/require-session-id";
import { settleNotes } from "../index/note-session-answer";
import { findObservations } from "../index/observations";
import { requireMay, type SessionContext } from "./session-context";

/**
 * What the desk saw of a session, the read that the page shows included.
 * @throws DeskError with the code for the person.
 */
export async function getObservations(
  id: string,
  context: SessionContext,
): Promise<ObservationsResponse> {
  requireMay(context, "session:read");
  requireSessionId(id);
  return withView(context, id, () => read(id), "timeline");
}

async function read(id: string): Promise<ObservationsResponse> {
  await settleNotes();
  return { data: await findObservations(await getDb(), id), error: null, meta: {} };
}
