import "server-only";
import type { NoteRequest, NoteResponse, NotesResponse } from "@/lib/contracts/notes";
import { countCharacters } from "@/lib/domain/note-text";
import { withView } from "../audit/record-view";
import type { Db } from "../db/db";
import { toInvalidRequest } from "../http/invalid-request";
import { requireSessionId } from "../http/require-session-id";
import { findStoredRows } from "../index/stored-rows";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import { createSingleFlight, type SingleFlight } from "../upstream/single-flight";
import { changeNote } from "./edit-note";
import { withLoggedWrite } from "./logged-write";
import { countNotes, findNote, insertNote, listNotes, type NoteWithVersions } from "./note-store";
import { requireNoteText } from "./require-note-text";
import { toSessionNote } from "./to-session-note";

/** More than people write about one check; a page shows them all. */
const NOTES_MAX = 200;

// Next evaluates a module several times in one process.
const store = globalThis as typeof globalThis & {
  __deskNotesUnderWay?: SingleFlight<NoteWithVersions>;
};

/** What staff wrote about a session. Reading it is a part of viewing the session. */
export async function getNotes(
  db: Db,
  sessionId: string,
  context: SessionContext,
  now: Date,
): Promise<NotesResponse> {
  requireMay(context, "session:read");
  requireSessionId(sessionId);
  const notes = await withView(context, sessionId, () => listNotes(db, sessionId), "notes");
  return {
    data: notes.map((one) => toSessionNote(one, context.staff, now)),
    error: null,
    meta: {},
  };
}

/**
 * Adds a note, once however often it is sent: a second try in the same words gets the first one's
 * note, and one in other words changes it, as nobody saw an answer to the first.
 *
 * @throws DeskError SECRET_IN_TEXT, PERSONAL_DATA_IN_TEXT, NOT_FOUND for a session that neither the
 * desk nor Kayle has, NOTE_CLOSED for a try that comes too late, AUDIT_UNAVAILABLE
 */
export async function addNote(
  db: Db,
  sessionId: string,
  request: NoteRequest,
  context: SessionContext,
  now: Date,
): Promise<NoteResponse> {
  requireMay(context, "session:note");
  requireSessionId(sessionId);
  // The same note at the same time is one note, and one row of the log.
  const key = JSON.stringify([context.staff.id, sessionId, request]);
  store.__deskNotesUnderWay ??= createSingleFlight<NoteWithVersions>();
  const add = () => addOrChange(db, sessionId, request, context, now);
  const added = await store.__deskNotesUnderWay.join(key, add, {}).result;
  return { data: toSessionNote(added, context.staff, now), error: null, meta: {} };
}

async function addOrChange(
  db: Db,
  sessionId: string,
  request: NoteRequest,
  context: SessionContext,
  now: Date,
): Promise<NoteWithVersions> {
  const known = await findNote(db, request.id);
  if (known === null) return addNewNote(db, sessionId, request, context, now);
  return changeNote(db, requireSame(known, sessionId, context), request, context, now);
}

async function addNewNote(
  db: Db,
  sessionId: string,
  request: NoteRequest,
  context: SessionContext,
  now: Date,
): Promise<NoteWithVersions> {
  requireNoteText(request, now);
  await requireSession(db, sessionId, context);
  if ((await countNotes(db, sessionId)) >= NOTES_MAX) {
    throw toInvalidRequest(`There are ${NOTES_MAX} notes on this session already.`);
  }
  const { id, text, confirmed } = request;
  const details = { noteId: id, characters: countCharacters(text), confirmed };
  const { staff } = context;
  const author = { authorId: staff.id, authorName: staff.name };
  await withLoggedWrite({ event: "note_add", sessionId, details }, context, () =>
    insertNote(db, { id, sessionId, ...author, text, createdAt: now }),
  );
  const added = await findNote(db, id);
  if (!added) throw toInvalidRequest("The session went while the note was written.");
  return requireSame(added, sessionId, context);
}

/** An id that somebody else used, or for another session, is no second try. */
function requireSame(
  known: NoteWithVersions,
  sessionId: string,
  { staff }: SessionContext,
): NoteWithVersions {
  const { note } = known;
  if (note.sessionId === sessionId && note.authorId === staff.id) return known;
  throw toInvalidRequest("Not accepted as it is: id.");
}

/** A note goes with its session, so there must be one: in the desk's index, or at Kayle. */
async function requireSession(db: Db, sessionId: string, context: SessionContext): Promise<void> {
  if ((await findStoredRows(db, [sessionId])).size > 0) return;
  const { signal, onCall } = context;
  await getUpstreamClient().getSession(sessionId, { signal, onCall });
}
