"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { notesQueryOptions } from "@/lib/queries/note-queries";
import { ErrorWords } from "./error-words";
import { NoteForm } from "./note-form";
import { NoteItem } from "./note-item";

/** What staff wrote about the session, oldest first, and the box for more. */
export function NotesPanel({ sessionId, mayNote }: { sessionId: string; mayNote: boolean }) {
  const query = useQuery(notesQueryOptions(sessionId));
  const notes = query.data?.data;
  return (
    <Panel title={notes && notes.length > 0 ? `Notes · ${notes.length}` : "Notes"}>
      {query.isPending && <Skeleton className="mb-3 h-5 w-2/3" />}
      {query.error && (
        <Notice tone="warning" icon={CircleAlert} live="polite" className="mb-3">
          <ErrorWords error={query.error.error} />
          <Button className="mt-2" disabled={query.isFetching} onClick={() => query.refetch()}>
            Read the notes again
          </Button>
        </Notice>
      )}
      {notes?.length === 0 && (
        <p className="mb-3 text-ink-soft text-sm last:mb-0">
          {mayNote ? "No notes yet." : "No notes yet. Your role may read notes, not write them."}
        </p>
      )}
      {notes && notes.length > 0 && (
        <ul className="mb-3 border-line not-last:border-b">
          {notes.map((note) => (
            <NoteItem key={note.id} sessionId={sessionId} note={note} />
          ))}
        </ul>
      )}
      {mayNote && <NoteForm sessionId={sessionId} />}
    </Panel>
  );
}
