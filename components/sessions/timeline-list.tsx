"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { TimelineEntry } from "@/lib/domain/timeline/entry";
import { foldTimeline } from "@/lib/domain/timeline/fold";
import { firstMoment, type WhenContext } from "@/lib/domain/timeline/when-text";
import { TimelineItem } from "./timeline-item";

/** The entries, oldest first; the middle of a long list waits behind a button, but never on paper. */
export function TimelineList({
  entries,
  context,
  emptyText,
}: {
  entries: readonly TimelineEntry[];
  context: WhenContext;
  emptyText: string;
}) {
  const [isUnfolded, setIsUnfolded] = useState(false);
  if (entries.length === 0) return <p className="mt-4 text-ink-soft">{emptyText}</p>;
  const { head, folded } = foldTimeline(entries);
  const isFolded = folded.length > 0 && !isUnfolded;
  return (
    <ol className="mt-4">
      {entries.map((entry, index) => {
        const waits = isFolded && index >= head.length && index < head.length + folded.length;
        return (
          <TimelineItem
            key={entry.key}
            entry={entry}
            context={context}
            beside={findBeside(entries, index)}
            isLast={index === entries.length - 1}
            isPrintedOnly={waits}
            lead={
              isFolded && index === head.length ? (
                <Button className="mb-4" onClick={() => setIsUnfolded(true)}>
                  Show {folded.length} more entries
                </Button>
              ) : null
            }
          />
        );
      })}
    </ol>
  );
}

/** The moment that stands above: its day is not said again. */
function findBeside(entries: readonly TimelineEntry[], index: number): string | null {
  const above = entries.slice(0, index).findLast(({ when }) => firstMoment(when) !== null);
  return above ? firstMoment(above.when) : null;
}
