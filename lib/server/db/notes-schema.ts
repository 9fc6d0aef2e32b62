import "server-only";
import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
}

/** What staff wrote about a session, in its current words. Gone with the session. */
export const sessionNotes = pgTable(
  "session_notes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    sessionId: text("session_id").notNull(),
    authorId: text("author_id").notNull(),
    /** As they were called then. */
    authorName: text("author_name").notNull(),
    text: text("text").notNull(),
    createdAt: instant("created_at").notNull(),
    editedAt: instant("edited_at"),
  },
  (table) => [index("session_notes_session").on(table.sessionId)],
);

/** The words that a note had before each edit. */
export const sessionNoteVersions = pgTable(
  "session_note_versions",
  {
    noteId: uuid("note_id")
      .notNull()
      .references(() => sessionNotes.id, { onDelete: "cascade" }),
    /** 1 is the note as it was first written. */
    version: integer("version").notNull(),
    text: text("text").notNull(),
    /** When these words were written. */
    writtenAt: instant("written_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.noteId, table.version] })],
);
