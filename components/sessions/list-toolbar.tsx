"use client";

import { ArrowUp } from "lucide-react";
import { CopyIdsButton } from "./copy-ids-button";
import type { NewSessions } from "./list-merge";
import { formatCount, plural } from "./list-words";
import type { OpenedList } from "./opened-list";

/**
 * The line over the table. It always has its height, so that "3 new" appears without moving a row
 * away from under the pointer.
 */
export function ListToolbar({
  opened,
  waiting: { count, isAtLeast },
  onShowNew,
}: {
  /** The list as it stands. */
  opened: OpenedList;
  waiting: NewSessions;
  onShowNew: () => void;
}) {
  return (
    <div className="mb-2 flex min-h-8 items-center justify-between gap-3">
      <div role="status">
        {count > 0 && (
          <button
            type="button"
            onClick={onShowNew}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-md bg-progress-soft px-3 font-medium text-progress text-sm hover:underline"
          >
            <ArrowUp aria-hidden className="size-3.5" />
            {formatCount(count)}
            {isAtLeast && " or more"} new
            <span className="sr-only"> {plural(count, "session", "sessions")}, show them</span>
          </button>
        )}
      </div>
      <CopyIdsButton
        list={opened}
        className="border-transparent bg-transparent px-2 font-normal text-ink-soft hover:text-ink"
      />
    </div>
  );
}
