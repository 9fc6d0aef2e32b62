"use client";

import { FlexRender, type HeaderGroup, type RowData } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { classes } from "@/components/ui/classes";
import type { DataTableFeatures } from "./table-features";
import { ROLES } from "./table-roles";

export type TableSort = {
  /** Columns that the list can be put in order by. */
  columnIds: readonly string[];
  by: string | null;
  direction: "asc" | "desc";
  onSort: (columnId: string) => void;
};

/** The head sticks under the desk's bar; where rows are cards it is there for screen readers alone. */
export function DataTableHead<Data extends RowData>({
  groups,
  sort,
  headRef,
}: {
  groups: HeaderGroup<DataTableFeatures, Data>[];
  sort: TableSort | undefined;
  headRef: RefObject<HTMLTableSectionElement | null>;
}) {
  return (
    <thead
      {...ROLES.group}
      ref={headRef}
      className="sticky top-(--bar-height) z-20 block overflow-hidden rounded-t-lg border border-line bg-surface-sunken text-ink-soft text-xs max-sm:sr-only"
    >
      {groups.map((group) => (
        <tr
          key={group.id}
          {...ROLES.row}
          aria-rowindex={1}
          className="grid h-9 min-w-(--table-width) grid-cols-(--columns)"
        >
          {group.headers.map((header) => (
            <th
              key={header.id}
              {...ROLES.head}
              scope="col"
              aria-sort={toAriaSort(sort, header.column.id)}
              className="flex items-center whitespace-nowrap px-2.5 text-left font-medium"
            >
              {sort?.columnIds.includes(header.column.id) ? (
                <SortButton sort={sort} columnId={header.column.id}>
                  <FlexRender header={header} />
                </SortButton>
              ) : (
                <FlexRender header={header} />
              )}
            </th>
          ))}
        </tr>
      ))}
    </thead>
  );
}

function SortButton({
  sort,
  columnId,
  children,
}: {
  sort: TableSort;
  columnId: string;
  children: ReactNode;
}) {
  const isSorted = sort.by === columnId;
  const Icon = isSorted && sort.direction === "asc" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={() => sort.onSort(columnId)}
      className={classes(
        "group/sort -mx-1 inline-flex min-h-6 items-center gap-1 rounded px-1 hover:text-ink",
        isSorted && "text-ink",
      )}
    >
      {children}
      <Icon
        aria-hidden
        className={classes(
          "size-3.5",
          !isSorted && "opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60",
        )}
      />
    </button>
  );
}

function toAriaSort(sort: TableSort | undefined, columnId: string) {
  if (sort?.by !== columnId) return undefined;
  return sort.direction === "asc" ? ("ascending" as const) : ("descending" as const);
}
