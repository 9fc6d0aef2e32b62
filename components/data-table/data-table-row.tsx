"use client";

import { FlexRender, type Row, type RowData } from "@tanstack/react-table";
import Link from "next/link";
import { memo } from "react";
import { classes } from "@/components/ui/classes";
import { markPointedCell, unmarkCells } from "./mark-cell";
import { RowProvider } from "./row-context";
import type { DataTableFeatures } from "./table-features";
import { ROLES } from "./table-roles";

export type RowTarget = { href: string; label: string };

type Props<Data extends RowData> = {
  row: Row<DataTableFeatures, Data>;
  index: number;
  heightClass: string;
  detachedTopPx: number | null;
  isActive: boolean;
  isSelected: boolean;
  target: RowTarget | null;
  /** Changes when other columns are shown. */
  columnsKey: string;
};

function DataTableRowPlain<Data extends RowData>(props: Props<Data>) {
  const { row, index, isSelected } = props;
  return (
    <tr
      {...ROLES.row}
      // The head is row 1.
      aria-rowindex={index + 2}
      data-row-id={row.id}
      data-selected={isSelected || undefined}
      onPointerMove={markPointedCell}
      onPointerLeave={unmarkCells}
      style={props.detachedTopPx === null ? undefined : { top: props.detachedTopPx }}
      className={classes(
        "group/row grid grid-cols-[auto_auto_auto_minmax(0,1fr)] content-center items-center gap-x-3 gap-y-0.5 px-3 sm:grid-cols-(--columns) sm:content-stretch sm:gap-0 sm:px-0",
        "contain-layout contain-style min-w-(--table-width) scroll-mt-(--row-scroll-top) scroll-mb-16 border-line border-b last:border-b-0",
        props.detachedTopPx === null ? "relative" : "absolute inset-x-0",
        isSelected
          ? "bg-accent-soft"
          : "bg-surface focus-within:bg-surface-hover hover:bg-surface-hover",
        props.heightClass,
      )}
    >
      <RowProvider isActive={props.isActive}>
        {row.getVisibleCells().map((cell, cellIndex) => (
          <td
            key={cell.id}
            {...ROLES.cell}
            className={classes(
              "group/cell flex h-full min-w-0 items-center whitespace-nowrap text-sm max-sm:h-auto sm:px-2.5",
              cell.column.columnDef.meta?.cardClass,
            )}
          >
            {cellIndex === 0 && <RowLink target={props.target} />}
            <FlexRender cell={cell} />
          </td>
        ))}
      </RowProvider>
    </tr>
  );
}

/** What a row shows depends on its data alone, so that a scroll or a poll renders no other row. */
export const DataTableRow = memo(
  DataTableRowPlain,
  (before, after) =>
    before.row.original === after.row.original &&
    before.row.id === after.row.id &&
    before.index === after.index &&
    before.heightClass === after.heightClass &&
    before.detachedTopPx === after.detachedTopPx &&
    before.isActive === after.isActive &&
    before.isSelected === after.isSelected &&
    before.columnsKey === after.columnsKey,
) as typeof DataTableRowPlain;

function RowLink({ target }: { target: RowTarget | null }) {
  if (!target) return null;
  return (
    // Each prefetch would run the whole page, and so one call of Kayle's API a row.
    <Link
      href={target.href}
      prefetch={false}
      data-row-link
      className="absolute inset-0 focus-visible:-outline-offset-2"
    >
      <span className="sr-only">{target.label}</span>
    </Link>
  );
}
