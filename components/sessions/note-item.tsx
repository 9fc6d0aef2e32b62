"use client";

import { useState } from "react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Button } from "@/components/ui/button";
import type { SessionNote } from "@/lib/contracts/notes";
import { formatMoment } from "@/lib/domain/time";
import { FoldedText } from "./folded-text";
import { NoteEdit } from "./note-edit";
import { NoteHistory } from "./note-history";

/** One note: whose, when, its words, and what they were before. */
export function NoteItem({ sessionId, note }: { sessionId: string; note: SessionNote }) {
  const now = useNow();
  const { zone } = usePreferences();
  const [isEditing, setIsEditing] = useState(false);
  const isEditable = note.editableUntil !== null && now.toISOString() < note.editableUntil;
  return (
    <li className="border-line border-t py-3 first:border-t-0 first:pt-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <p className="text-sm">
          <span className="font-medium wrap-anywhere">{note.by}</span>{" "}
          <time
            dateTime={note.createdAt}
            title={note.createdAt}
            className="text-ink-faint tabular-nums"
          >
            {formatMoment(note.createdAt, zone, now)}
          </time>
        </p>
        {isEditable && !isEditing && (
          <Button
            variant="quiet"
            className="min-h-6 px-2"
            aria-label={`Edit your note of ${formatMoment(note.createdAt, zone, now)}`}
            onClick={() => setIsEditing(true)}
          >
            Edit
          </Button>
        )}
      </div>
      {isEditing ? (
        <NoteEdit sessionId={sessionId} note={note} onClose={() => setIsEditing(false)} />
      ) : (
        <FoldedText text={note.text} className="mt-0.5 max-w-prose" />
      )}
      <NoteHistory note={note} />
    </li>
  );
}
