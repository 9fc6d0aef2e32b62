import "server-only";
import type { ActivityResponse } from "@/lib/contracts/notes";
import type { RecordedAction } from "@/lib/domain/recorded-action";
import { withView } from "../audit/record-view";
import type { Db } from "../db/db";
import { requireSessionId } from "../http/require-session-id";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { findRecordedActs } from "./find-recorded-acts";
import { listNotes, type NoteRow } from "./note-store";

/**
 * What staff did to a session: its notes, and the cancels and resends of the access log. Reading it is
 * a part of viewing the session.
 */
export async function getActivity(
  db: Db,
  sessionId: string,
  context: SessionContext,
): Promise<ActivityResponse> {
  requireMay(context, "session:read");
  requireSessionId(sessionId);
  const data = await withView(context, sessionId, () => readActions(db, sessionId), "acts");
  return { data, error: null, meta: {} };
}

async function readActions(db: Db, sessionId: string): Promise<RecordedAction[]> {
  const notes = (await listNotes(db, sessionId)).map(({ note }) => toNoteAction(note));
  const acts = await findRecordedActs(db, sessionId);
  return [...notes, ...acts].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function toNoteAction({ id, authorName, createdAt, text }: NoteRow): RecordedAction {
  return {
    id: `note:${id}`,
    kind: "note",
    by: authorName,
    at: createdAt.toISOString(),
    text,
    outcome: null,
  };
}
