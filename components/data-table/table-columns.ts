import type { RowData } from "@tanstack/react-table";
import type { DataTableColumn } from "./table-features";

/** Which columns the table shows and in which order, as react-table wants to be told. */
export function toColumnState<Row extends RowData>(
  columns: readonly DataTableColumn<Row>[],
  columnIds: readonly string[],
): { columnVisibility: Record<string, boolean>; columnOrder: string[] } {
  const ids = columns.map(toId);
  return {
    columnVisibility: Object.fromEntries(ids.map((id) => [id, columnIds.includes(id)])),
    columnOrder: [...columnIds],
  };
}

/** The widths of the shown columns as a grid, and the least that they take together. */
export function toColumnTemplate<Row extends RowData>(
  columns: readonly DataTableColumn<Row>[],
  columnIds: readonly string[],
): { template: string; widthPx: number } {
  const metas = columnIds.flatMap((id) => columns.find((one) => toId(one) === id)?.meta ?? []);
  return {
    template: metas
      .map(({ widthPx, grow = 0 }) =>
        grow > 0 ? `minmax(${widthPx}px,${grow}fr)` : `${widthPx}px`,
      )
      .join(" "),
    widthPx: metas.reduce((sum, { widthPx }) => sum + widthPx, 0),
  };
}

/**
 * The columns to show: those that the person chose and that there are, or the usual ones. Fixed
 * columns are always among them.
 */
export function toShownColumnIds<Row extends RowData>(
  columns: readonly DataTableColumn<Row>[],
  chosen: readonly string[] | null,
): string[] {
  const ids = columns.map(toId);
  const known = (chosen ?? []).filter((id) => ids.includes(id));
  if (known.length === 0) return columns.filter((one) => !one.meta?.isExtra).map(toId);
  const fixed = columns.filter((one) => one.meta?.isFixed).map(toId);
  return [...known, ...fixed.filter((id) => !known.includes(id))];
}

export function toId<Row extends RowData>(column: DataTableColumn<Row>): string {
  return column.id ?? "";
}
