"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useDraft } from "@/components/providers/draft-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Button } from "@/components/ui/button";
import type { SessionNote } from "@/lib/contracts/notes";
import { formatTime } from "@/lib/domain/time";
import { editNoteMutation } from "@/lib/queries/note-queries";
import { NoteEditor } from "./note-editor";

/** Changes one's own note, in its place. */
export function NoteEdit({
  sessionId,
  note,
  onClose,
}: {
  sessionId: string;
  note: SessionNote;
  onClose: () => void;
}) {
  const { text, setText, clear } = useDraft(`edit ${note.id}`, note.text);
  const box = useRef<HTMLTextAreaElement>(null);
  const { zone } = usePreferences();
  const edit = useMutation(editNoteMutation(useQueryClient(), sessionId, note.id));
  useEffect(() => box.current?.focus(), []);
  function close() {
    clear();
    onClose();
  }
  const until = note.editableUntil && formatTime(note.editableUntil, zone);
  return (
    <NoteEditor
      id={`edit-${note.id}`}
      label="Change your note"
      hint={`What it said before stays readable.${until ? ` It can be changed until ${until}.` : ""}`}
      box={box}
      text={text}
      onTextChange={(next) => {
        if (edit.isError) edit.reset();
        setText(next);
      }}
      error={edit.error?.error ?? null}
      isPending={edit.isPending}
      submitWords={["Save", "Saving…"]}
      onSubmit={(body) => edit.mutate(body, { onSuccess: close })}
    >
      <Button variant="quiet" onClick={close}>
        Leave it as it was
      </Button>
    </NoteEditor>
  );
}
