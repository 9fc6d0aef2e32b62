"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useDraft } from "@/components/providers/draft-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { useSingleKeys } from "@/components/providers/use-single-keys";
import { Kbd } from "@/components/ui/kbd";
import { addNoteMutation } from "@/lib/queries/note-queries";
import { NoteEditor } from "./note-editor";

/** Writes a further note. N jumps here. */
export function NoteForm({ sessionId }: { sessionId: string }) {
  const { text, setText, clear } = useDraft(`note ${sessionId}`);
  // The same for every try of one note, so that a lost answer makes no second one.
  const noteId = useRef<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const add = useMutation(addNoteMutation(useQueryClient(), sessionId));
  const hasKeys = usePreferences().preferences.singleKeys === "on";
  useSingleKeys({ n: () => box.current?.focus() });

  function send(note: { text: string; confirmed: boolean }) {
    noteId.current ??= crypto.randomUUID();
    add.mutate(
      { id: noteId.current, ...note },
      {
        onSuccess: () => {
          noteId.current = null;
          clear();
          box.current?.focus();
        },
        // Its time is over: whatever is written now is another note.
        onError: ({ error }) => {
          if (error.code === "NOTE_CLOSED") noteId.current = null;
        },
      },
    );
  }

  return (
    <>
      <NoteEditor
        id="new-note"
        label={
          <>
            Add a note
            {hasKeys && (
              <span aria-hidden>
                <Kbd>N</Kbd>
              </span>
            )}
          </>
        }
        keyShortcut={hasKeys ? "n" : undefined}
        hint="Plain text, read by everybody at the desk. You can change it for 15 minutes."
        box={box}
        text={text}
        onTextChange={(next) => {
          if (add.isError || add.isSuccess) add.reset();
          setText(next);
        }}
        error={add.error?.error ?? null}
        isPending={add.isPending}
        submitWords={["Add note", "Adding…"]}
        onSubmit={send}
      />
      <p role="status" className="sr-only">
        {add.isSuccess ? "The note is kept." : ""}
      </p>
    </>
  );
}
