"use client";

import { useId, useState } from "react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import type { SessionNote } from "@/lib/contracts/notes";
import { formatMoment } from "@/lib/domain/time";
import { FoldedText } from "./folded-text";

/** That a note was edited, and behind a button what it said before. */
export function NoteHistory({ note: { earlier, editedAt } }: { note: SessionNote }) {
  const [isShown, setIsShown] = useState(false);
  const listId = useId();
  const now = useNow();
  const { zone } = usePreferences();
  if (editedAt === null) return null;
  const format = (iso: string) => formatMoment(iso, zone, now);
  return (
    <>
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={listId}
        onClick={() => setIsShown(!isShown)}
        className="min-h-6 text-ink-soft text-sm tabular-nums underline decoration-line-strong underline-offset-2 hover:text-ink"
      >
        edited {format(editedAt)}, {earlier.length + 1} versions
      </button>
      <ol id={listId} hidden={!isShown} className="mt-1 border-line border-l-2 pl-3">
        {earlier.map((version) => (
          <li key={version.version} className="py-1">
            <p className="text-ink-faint text-sm tabular-nums">
              Version {version.version}, {format(version.writtenAt)}
            </p>
            <FoldedText text={version.text} className="max-w-prose text-ink-soft" />
          </li>
        ))}
      </ol>
    </>
  );
}
