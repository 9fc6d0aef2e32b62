import "server-only";
import type { SessionNote } from "@/lib/contracts/notes";
import { NOTE_EDITABLE_MS } from "@/lib/domain/note-text";
import { can } from "@/lib/domain/roles";
import type { Staff } from "@/lib/domain/staff";
import type { NoteRow, NoteWithVersions } from "./note-store";

/** A note as the person sees it who asked. */
export function toSessionNote(
  { note, versions }: NoteWithVersions,
  staff: Staff,
  now: Date,
): SessionNote {
  return {
    id: note.id,
    text: note.text,
    by: note.authorName,
    isOwn: note.authorId === staff.id,
    createdAt: note.createdAt.toISOString(),
    editedAt: note.editedAt?.toISOString() ?? null,
    editableUntil: isEditable(note, staff, now) ? toEditableUntil(note).toISOString() : null,
    earlier: versions.map(({ version, text, writtenAt }) => ({
      version,
      text,
      writtenAt: writtenAt.toISOString(),
    })),
  };
}

/** Its author's, for 15 minutes by the server's clock, and only while they may write notes at all. */
export function isEditable(note: NoteRow, staff: Staff, now: Date): boolean {
  return (
    note.authorId === staff.id && can(staff.role, "session:note") && now < toEditableUntil(note)
  );
}

function toEditableUntil({ createdAt }: NoteRow): Date {
  return new Date(createdAt.getTime() + NOTE_EDITABLE_MS);
}
