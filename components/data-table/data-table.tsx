"use client";

import { type ColumnDef, type RowData, tableFeatures, useTable } from "@tanstack/react-table";
import Link from "next/link";
import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

/** The desk's tables sort and filter on the server, so they need the core features alone. */
export const dataTableFeatures = tableFeatures({});

export type DataTableColumn<Row extends RowData> = ColumnDef<typeof dataTableFeatures, Row>;

/**
 * A table whose rows are links: the first cell's `<a>` covers the row, so that a middle click, a
 * context menu and a screen reader all find one real link a row.
 */
export function DataTable<Row extends RowData>({
  caption,
  columns,
  rows,
  getRowId,
  getRowHref,
  isBusy = false,
}: {
  /** Names the table for a screen reader. */
  caption: string;
  columns: DataTableColumn<Row>[];
  rows: Row[];
  getRowId: (row: Row) => string;
  /** Null for a row that leads nowhere. */
  getRowHref: (row: Row) => { href: string; label: string } | null;
  isBusy?: boolean;
}) {
  const table = useTable({ features: dataTableFeatures, columns, data: rows, getRowId });
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table aria-busy={isBusy} className="w-full border-collapse text-left text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="bg-surface-sunken text-ink-soft text-xs">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  className="whitespace-nowrap px-3 py-2.5 font-medium"
                >
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody className={classes(isBusy && "opacity-60")}>
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              className="relative border-line border-t hover:bg-surface-hover focus-within:bg-surface-hover"
            >
              {row.getAllCells().map((cell, index) => (
                <td key={cell.id} className="whitespace-nowrap px-3 py-2.5">
                  {index === 0 && <RowLink link={getRowHref(row.original)} />}
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RowLink({ link }: { link: { href: string; label: string } | null }): ReactNode {
  if (!link) return null;
  return (
    // Each prefetch would run the whole page, and so one call of Kayle's API a row.
    <Link href={link.href} prefetch={false} className="absolute inset-0 rounded">
      <span className="sr-only">{link.label}</span>
    </Link>
  );
}
