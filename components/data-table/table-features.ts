"use client";

import {
  type ColumnDef,
  columnOrderingFeature,
  columnVisibilityFeature,
  metaHelper,
  type RowData,
  tableFeatures,
} from "@tanstack/react-table";

export type DataTableColumnMeta = {
  /** What the columns menu calls it. */
  label: string;
  /** Width where the table is a table, in px. */
  widthPx: number;
  /** Share of the width that is left over; 0 keeps the column as it is. */
  grow?: number;
  /** Where the cell stands where a row is a card: classes of a grid item. */
  cardClass: string;
  /** Shown only to whoever chooses it: there is no room for it beside the usual ones. */
  isExtra?: boolean;
  /** Cannot be taken away. */
  isFixed?: boolean;
};

/** The desk's tables sort and filter on the server, so they need these features alone. */
export const dataTableFeatures = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnMeta: metaHelper<DataTableColumnMeta>(),
});

export type DataTableFeatures = typeof dataTableFeatures;
export type DataTableColumn<Row extends RowData> = ColumnDef<DataTableFeatures, Row>;
