"use client";

import { CircleHelp, ScrollText, SearchX } from "lucide-react";
import { Button } from "@/components/ui/button";

const ICONS = { faulty: CircleHelp, filtered: SearchX, empty: ScrollText };

/** Nothing to list: a filter is not understood, nothing fits, or the log has only just begun. */
export function LogEmpty({ why, onClear }: { why: keyof typeof ICONS; onClear: () => void }) {
  const Icon = ICONS[why];
  return (
    <div
      role="status"
      className="flex flex-col items-center gap-3 rounded-lg border border-line bg-surface px-4 py-14 text-center text-ink-soft text-sm"
    >
      <Icon aria-hidden className="size-6 text-ink-faint" />
      {why === "faulty" && (
        <>
          <p className="font-medium text-base text-ink">
            Nothing is listed until every filter is understood.
          </p>
          <p>What is wrong stands under its field.</p>
          <Button onClick={onClear}>Clear the filters</Button>
        </>
      )}
      {why === "filtered" && (
        <>
          <p className="font-medium text-base text-ink">No entry fits these filters.</p>
          <p>Take one of them away. Days are those of the zone in the bar at the top.</p>
          <Button onClick={onClear}>Clear the filters</Button>
        </>
      )}
      {why === "empty" && (
        <>
          <p className="font-medium text-base text-ink">The log is empty.</p>
          <p>Everything that anybody does at the desk stands here from now on, this look first.</p>
        </>
      )}
    </div>
  );
}
