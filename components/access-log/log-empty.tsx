"use client";

import { ScrollText, SearchX } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Nothing to list: either nothing fits, or the log has only just begun. */
export function LogEmpty({ isNarrowed, onClear }: { isNarrowed: boolean; onClear: () => void }) {
  const Icon = isNarrowed ? SearchX : ScrollText;
  return (
    <div
      role="status"
      className="flex flex-col items-center gap-3 rounded-lg border border-line bg-surface px-4 py-14 text-center text-ink-soft text-sm"
    >
      <Icon aria-hidden className="size-6 text-ink-faint" />
      {isNarrowed ? (
        <>
          <p className="font-medium text-base text-ink">No entry fits these filters.</p>
          <p>Take one of them away. Days are those of the zone in the bar at the top.</p>
          <Button onClick={onClear}>Clear the filters</Button>
        </>
      ) : (
        <>
          <p className="font-medium text-base text-ink">The log is empty.</p>
          <p>Everything that anybody does at the desk stands here from now on, this look first.</p>
        </>
      )}
    </div>
  );
}
