import "server-only";
import { asc, eq, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { sessionIndex } from "../db/index-schema";
import { sessionNotes, sessionNoteVersions } from "../db/notes-schema";
import { type Executor, isAnyOf } from "../index/index-writer";

export type NoteRow = typeof sessionNotes.$inferSelect;
type NoteVersionRow = typeof sessionNoteVersions.$inferSelect;
export type NoteWithVersions = { note: NoteRow; versions: NoteVersionRow[] };

/** The notes of a session, oldest first, each with the words that it had before. */
export async function listNotes(db: Db, sessionId: string): Promise<NoteWithVersions[]> {
  const notes = await db
    .select()
    .from(sessionNotes)
    .where(eq(sessionNotes.sessionId, sessionId))
    .orderBy(asc(sessionNotes.createdAt), asc(sessionNotes.id));
  if (notes.length === 0) return [];
  const versions = await db
    .select()
    .from(sessionNoteVersions)
    .where(
      sql`${sessionNoteVersions.noteId} in
        (select ${sessionNotes.id} from ${sessionNotes} where ${sessionNotes.sessionId} = ${sessionId})`,
    )
    .orderBy(asc(sessionNoteVersions.version));
  return notes.map((note) => ({
    note,
    versions: versions.filter(({ noteId }) => noteId === note.id),
  }));
}

/** One note with the words that it had before; `id` must be a UUID. */
export async function findNote(
  db: Pick<Db, "select">,
  id: string,
): Promise<NoteWithVersions | null> {
  const [note] = await db.select().from(sessionNotes).where(eq(sessionNotes.id, id));
  if (!note) return null;
  const versions = await db
    .select()
    .from(sessionNoteVersions)
    .where(eq(sessionNoteVersions.noteId, id))
    .orderBy(asc(sessionNoteVersions.version));
  return { note, versions };
}

export function countNotes(db: Db, sessionId: string): Promise<number> {
  return db.$count(sessionNotes, eq(sessionNotes.sessionId, sessionId));
}

/** Adds a note. Nothing happens where there is one of this id already. */
export async function insertNote(db: Db, note: Omit<NoteRow, "editedAt">): Promise<void> {
  await db.insert(sessionNotes).values(note).onConflictDoNothing();
}

/** Gives a note new words and keeps the ones before. Whoever else edits it waits for that. */
export async function replaceNoteText(
  db: Db,
  id: string,
  text: string,
  now: Date,
): Promise<NoteWithVersions | null> {
  return db.transaction(async (tx) => {
    const byId = eq(sessionNotes.id, id);
    const [note] = await tx.select().from(sessionNotes).where(byId).for("update");
    if (!note) return null;
    if (note.text !== text) {
      await keepVersion(tx, note);
      await tx.update(sessionNotes).set({ text, editedAt: now }).where(byId);
    }
    return findNote(tx, id);
  });
}

async function keepVersion(tx: Pick<Executor, "execute">, note: NoteRow): Promise<void> {
  const writtenAt = (note.editedAt ?? note.createdAt).toISOString();
  await tx.execute(sql`insert into session_note_versions (note_id, version, text, written_at)
    select ${note.id}::uuid, count(*) + 1, ${note.text}, ${writtenAt}::timestamptz
      from session_note_versions where note_id = ${note.id}::uuid`);
}

/** They go with their sessions, and their versions with them. */
export async function removeNotesOf(
  tx: Pick<Executor, "delete">,
  sessionIds: readonly string[],
): Promise<void> {
  await tx.delete(sessionNotes).where(isAnyOf(sessionNotes.sessionId, sessionIds));
}

/** Those written before a moment on sessions that the index does not have, and may never have had. */
export async function removeStrayNotesBefore(db: Pick<Db, "delete">, moment: Date): Promise<void> {
  await db.delete(sessionNotes).where(
    sql`${sessionNotes.createdAt} < ${moment.toISOString()}::timestamptz and not exists
      (select 1 from ${sessionIndex} where ${sessionIndex.id} = ${sessionNotes.sessionId})`,
  );
}
