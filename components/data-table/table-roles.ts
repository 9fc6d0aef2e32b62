/**
 * The roles that the elements of a table have anyway, said once more: browsers take them away from
 * elements that are laid out as blocks and grids, as a table with a sticky head and few rows must be.
 */
export const ROLES = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader" },
  cell: { role: "cell" },
} as const;
