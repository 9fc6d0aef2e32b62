import { z } from "zod";
import { countCharacters, NOTE_CHARACTERS_MAX, toNoteText } from "@/lib/domain/note-text";
import type { RecordedAction } from "@/lib/domain/recorded-action";
import { recordedActionSchema } from "./kayle-event";

/**
 * The wire of notes and of what staff did: `GET` and `POST /api/sessions/{id}/notes`,
 * `PATCH /api/sessions/{id}/notes/{noteId}`, `GET /api/sessions/{id}/activity`. Times are ISO 8601,
 * UTC, by the desk's clock.
 */

const noteVersionSchema = z.object({
  /** 1 is the note as it was first written. */
  version: z.number(),
  text: z.string(),
  writtenAt: z.string(),
});

export const sessionNoteSchema = z.object({
  id: z.string(),
  /** Plain text; never markup. */
  text: z.string(),
  /** The author's name, as they were called then. */
  by: z.string(),
  isOwn: z.boolean(),
  createdAt: z.string(),
  /** Null where it stands as it was first written. */
  editedAt: z.string().nullable(),
  /** Until when the person who asked may change it; null where they may not. */
  editableUntil: z.string().nullable(),
  /** The words before each edit, oldest first. */
  earlier: z.array(noteVersionSchema),
});
export type SessionNote = z.infer<typeof sessionNoteSchema>;

const noteTextSchema = z
  .string()
  .transform(toNoteText)
  .refine((text) => text !== "" && countCharacters(text) <= NOTE_CHARACTERS_MAX);

export const noteEditRequestSchema = z.strictObject({
  text: noteTextSchema,
  /** The author has seen that it looks like personal data, and says that it may stand. */
  confirmed: z.boolean().default(false),
});
export type NoteEditRequest = z.infer<typeof noteEditRequestSchema>;

export const noteRequestSchema = noteEditRequestSchema.extend({
  /** Made by the form and the same for every try: a note that is sent again is no second note. */
  id: z.uuid(),
});
export type NoteRequest = z.infer<typeof noteRequestSchema>;

export const notesResponseSchema = z.object({
  /** Oldest first. */
  data: z.array(sessionNoteSchema),
  error: z.null(),
  meta: z.object({}),
});
export type NotesResponse = z.infer<typeof notesResponseSchema>;

export const noteResponseSchema = z.object({
  data: sessionNoteSchema,
  error: z.null(),
  meta: z.object({}),
});
export type NoteResponse = z.infer<typeof noteResponseSchema>;

export const activityResponseSchema = z.object({
  /** Oldest first. */
  data: z.array(recordedActionSchema) satisfies z.ZodType<RecordedAction[]>,
  error: z.null(),
  meta: z.object({}),
});
export type ActivityResponse = z.infer<typeof activityResponseSchema>;
