"use client";

import { Filter } from "lucide-react";
import type { ReactNode } from "react";
import { useRowTabIndex } from "@/components/data-table/row-context";
import type { FacetKey } from "@/lib/domain/search/edit";
import { useListActions } from "./list-actions";

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
    <span className="flex min-w-0 flex-1 items-center gap-0.5">
      <span className="min-w-0 truncate">{children}</span>
      {filterBy && (
        <button
          type="button"
          tabIndex={tabIndex}
          title={`Only ${words}`}
          onClick={() => filterBy(filterKey, value)}
          className="relative z-10 -mr-2 inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-faint opacity-0 hover:bg-surface-sunken hover:text-ink focus-visible:opacity-100 group-hover/cell:opacity-100 max-sm:hidden print:hidden"
        >
          <Filter aria-hidden className="size-3" />
          <span className="sr-only">Only {words}</span>
        </button>
      )}
    </span>
  );
}
