"use client";

import { type RowData, useTable } from "@tanstack/react-table";
import { type CSSProperties, type ReactNode, useEffect, useMemo } from "react";
import { classes } from "@/components/ui/classes";
import { useMediaQuery } from "@/components/ui/use-media-query";
import { DataTableHead, type TableSort } from "./data-table-head";
import { DataTableRow, type RowTarget } from "./data-table-row";
import { CARD_QUERY, ROW_HEIGHT_CLASSES, ROW_HEIGHTS_PX, type RowDensity } from "./row-heights";
import { toColumnState, toColumnTemplate } from "./table-columns";
import { type DataTableColumn, dataTableFeatures } from "./table-features";
import { ROLES } from "./table-roles";
import { useRowWindow } from "./use-row-window";
import { useScrollSync } from "./use-scroll-sync";

/** The last rows are near: time to ask for more. */
const END_NEAR_ROWS = 20;

/** A finger flings cards further than a wheel turns rows, and each row more makes a jump slower. */
const CARDS_AHEAD = 8;
const ROWS_AHEAD = 4;

/**
 * A table of any length whose rows are links: the first cell's `<a>` covers the row, so that a middle
 * click, a context menu and a screen reader all find one real link a row. Only the rows in sight are
 * in the page, with their true numbers; narrow screens show each row as a card.
 */
export function DataTable<Row extends RowData>({
  caption,
  columns,
  columnIds,
  rows,
  rowCount,
  getRowId,
  getRowTarget,
  activeIndex = -1,
  selectedId = null,
  density = "comfortable",
  isBusy = false,
  firstScrollPx = 0,
  sort,
  onEndNear,
  onRowInSight,
  footer,
}: {
  /** Names the table for a screen reader. */
  caption: string;
  columns: DataTableColumn<Row>[];
  /** The columns to show, in their order. */
  columnIds: readonly string[];
  rows: Row[];
  /** Rows that there are in all, loaded or not; null where that is not known. */
  rowCount: number | null;
  getRowId: (row: Row) => string;
  /** Null for a row that leads nowhere. */
  getRowTarget: (row: Row) => RowTarget | null;
  /** The row that the keyboard is in; -1 for none. */
  activeIndex?: number;
  selectedId?: string | null;
  density?: RowDensity;
  isBusy?: boolean;
  firstScrollPx?: number;
  sort?: TableSort;
  onEndNear?: () => void;
  /** The row in the middle of the screen, when another one comes to be it. */
  onRowInSight?: (index: number) => void;
  /** Stays at the bottom of the screen while the table is longer than it. */
  footer?: ReactNode;
}) {
  const state = useMemo(() => toColumnState(columns, columnIds), [columns, columnIds]);
  const table = useTable({
    features: dataTableFeatures,
    columns,
    data: rows,
    getRowId,
    state,
  });
  const isCard = useMediaQuery(CARD_QUERY);
  const { head, body, bar, onScroll } = useScrollSync();
  const tableRows = table.getRowModel().rows;
  const windowed = useRowWindow({
    count: tableRows.length,
    rowHeightPx: ROW_HEIGHTS_PX[isCard ? "card" : density],
    overscan: isCard ? CARDS_AHEAD : ROWS_AHEAD,
    bodyRef: body,
    keepIndex: activeIndex,
    firstScrollPx,
  });
  const lastShown = windowed.rows.at(-1)?.index ?? 0;
  const isEndNear = lastShown >= tableRows.length - END_NEAR_ROWS;
  useEffect(() => {
    if (isEndNear) onEndNear?.();
  }, [isEndNear, onEndNear]);

  const { middleIndex } = windowed;
  useEffect(() => onRowInSight?.(middleIndex), [middleIndex, onRowInSight]);

  const { template, widthPx } = toColumnTemplate(columns, columnIds);
  const variables = { "--columns": template, "--table-width": isCard ? "0px" : `${widthPx}px` };
  return (
    <>
      <table
        {...ROLES.table}
        aria-busy={isBusy}
        aria-rowcount={rowCount === null ? -1 : rowCount + 1}
        style={variables as CSSProperties}
        className="block text-left [--row-scroll-top:calc(var(--bar-height)+3rem)]"
      >
        <caption className="sr-only">{caption}</caption>
        <DataTableHead groups={table.getHeaderGroups()} sort={sort} headRef={head} />
        <tbody
          {...ROLES.group}
          ref={body}
          onScroll={onScroll}
          style={{ paddingTop: windowed.beforePx, paddingBottom: windowed.afterPx }}
          className={classes(
            "relative block overflow-x-auto rounded-b-lg border border-line bg-surface [scrollbar-width:none] max-sm:rounded-t-lg sm:border-t-0",
            isBusy && "opacity-60",
          )}
        >
          {windowed.rows.map(({ index, detachedTopPx }) => {
            const row = tableRows[index];
            if (!row) return null;
            return (
              <DataTableRow
                key={row.id}
                row={row}
                index={index}
                heightClass={ROW_HEIGHT_CLASSES[density]}
                detachedTopPx={detachedTopPx}
                isActive={index === activeIndex}
                isSelected={row.id === selectedId}
                target={getRowTarget(row.original)}
                columnsKey={template + columnIds.join()}
              />
            );
          })}
        </tbody>
      </table>
      <div className="sticky bottom-0 z-10 bg-canvas">
        <div ref={bar} onScroll={onScroll} className="overflow-x-auto max-sm:hidden" aria-hidden>
          <div className="h-px" style={{ width: widthPx }} />
        </div>
        {footer}
      </div>
    </>
  );
}
