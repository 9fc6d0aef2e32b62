"use client";

import { Filter } from "lucide-react";
import type { ReactNode } from "react";
import { useRowTabIndex } from "@/components/data-table/row-context";
import type { FacetKey } from "@/lib/domain/search/edit";
import { useListActions } from "./list-actions";

/**
 * Comes up beside the value, in the blank between two columns: it takes no room while it is not wanted,
 * and hides neither the value that it is about nor the next one.
 */
const FILTER_BUTTON =
  "pointer-events-auto absolute top-1/2 left-[calc(100%+1px)] z-10 inline-flex size-6 -translate-y-1/2 items-center justify-center rounded border border-line bg-surface text-ink-soft opacity-0 hover:text-ink focus-visible:opacity-100 group-data-pointed/cell:opacity-100 max-sm:hidden print:hidden";

/**
 * A value of a cell with a small button, seen on hover and focus, that narrows the list to it. The
 * button lies over the row's link and beside the value, so that a click on the value opens the row.
 */
export function CellFilter({
  filterKey,
  value,
  words,
  children,
}: {
  filterKey: FacetKey;
  value: string | null;
  /** The value as the button's name says it. */
  words: string;
  children: ReactNode;
}) {
  const { filterBy } = useListActions();
  const tabIndex = useRowTabIndex();
  return (
    <span className="pointer-events-none relative flex min-w-0 max-w-full items-center">
      <span className="min-w-0 truncate">{children}</span>
      {filterBy && (
        <button
          type="button"
          tabIndex={tabIndex}
          title={`Only ${words}`}
          onClick={() => filterBy(filterKey, value)}
          className={FILTER_BUTTON}
        >
          <Filter aria-hidden className="size-3" />
          <span className="sr-only">Only {words}</span>
        </button>
      )}
    </span>
  );
}
