"use client";

import { ArrowUp } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";
import { formatCount, plural } from "./list-words";

/**
 * The line over the table. It always has its height, so that "3 new" appears without moving a row
 * away from under the pointer.
 */
export function ListToolbar({
  ids,
  newCount,
  onShowNew,
}: {
  ids: readonly string[];
  newCount: number;
  onShowNew: () => void;
}) {
  return (
    <div className="mb-2 flex min-h-8 items-center justify-between gap-3">
      <div role="status">
        {newCount > 0 && (
          <button
            type="button"
            onClick={onShowNew}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-md bg-progress-soft px-3 font-medium text-progress text-sm hover:underline"
          >
            <ArrowUp aria-hidden className="size-3.5" />
            {formatCount(newCount)} new
            <span className="sr-only"> {plural(newCount, "session", "sessions")}, show them</span>
          </button>
        )}
      </div>
      {ids.length > 0 && (
        <CopyButton
          text={ids.join("\n")}
          label={`Copy ${formatCount(ids.length)} ${plural(ids.length, "id", "ids")}`}
          className="border-transparent bg-transparent px-2 font-normal text-ink-soft hover:text-ink"
        />
      )}
    </div>
  );
}
