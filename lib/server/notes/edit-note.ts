import "server-only";
import { z } from "zod";
import type { NoteEditRequest, NoteResponse } from "@/lib/contracts/notes";
import { countCharacters } from "@/lib/domain/note-text";
import type { Db } from "../db/db";
import { DeskError } from "../http/desk-error";
import { toInvalidRequest } from "../http/invalid-request";
import { requireSessionId } from "../http/require-session-id";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { type NoteAct, withLoggedWrite } from "./logged-write";
import { findNote, type NoteWithVersions, replaceNoteText } from "./note-store";
import { requireNoteText } from "./require-note-text";
import { isEditable, toSessionNote } from "./to-session-note";

/** Within 15 minutes nobody needs more; and a list of versions must stay short. */
const VERSIONS_MAX = 20;

/**
 * Gives one's own note new words; the ones before stay as a version. The same words again change
 * nothing, so that an answer that was lost can be asked for once more.
 *
 * @throws DeskError NOTE_NOT_FOUND, NOTE_CLOSED, SECRET_IN_TEXT, PERSONAL_DATA_IN_TEXT,
 * AUDIT_UNAVAILABLE
 */
export async function editNote(
  db: Db,
  target: { sessionId: string; noteId: string },
  request: NoteEditRequest,
  context: SessionContext,
  now: Date,
): Promise<NoteResponse> {
  requireMay(context, "session:note");
  requireSessionId(target.sessionId);
  const known = await requireNote(db, target);
  const edited = await changeNote(db, known, request, context, now);
  return { data: toSessionNote(edited, context.staff, now), error: null, meta: {} };
}

/** The change itself, for a note that is known; also for a note that is sent again in other words. */
export async function changeNote(
  db: Db,
  known: NoteWithVersions,
  request: NoteEditRequest,
  context: SessionContext,
  now: Date,
): Promise<NoteWithVersions> {
  const { note, versions } = known;
  const isOwn = note.authorId === context.staff.id;
  if (isOwn && note.text === request.text) return known;
  if (!isEditable(note, context.staff, now)) {
    throw new DeskError("NOTE_CLOSED", { logDetail: isOwn ? "too late" : "another's note" });
  }
  if (versions.length >= VERSIONS_MAX) {
    throw toInvalidRequest(`It was changed ${VERSIONS_MAX} times already. Write another note.`);
  }
  requireNoteText(request, now);
  const edited = await withLoggedWrite(toAct(known, request), context, () =>
    replaceNoteText(db, note.id, request.text, now),
  );
  if (!edited) throw toNotFound();
  return edited;
}

/** A note of another session is as good as none: whoever asks has not seen it on this page. */
async function requireNote(
  db: Db,
  { sessionId, noteId }: { sessionId: string; noteId: string },
): Promise<NoteWithVersions> {
  const found = z.uuid().safeParse(noteId).success ? await findNote(db, noteId) : null;
  if (found?.note.sessionId !== sessionId) throw toNotFound();
  return found;
}

/** That it was changed, never into what. */
function toAct(
  { note, versions }: NoteWithVersions,
  { text, confirmed }: NoteEditRequest,
): NoteAct {
  const characters = countCharacters(text);
  const details = { noteId: note.id, version: versions.length + 2, characters, confirmed };
  return { event: "note_edit", sessionId: note.sessionId, details };
}

function toNotFound(): DeskError {
  return new DeskError("NOTE_NOT_FOUND", { logDetail: "no such note of this session" });
}
