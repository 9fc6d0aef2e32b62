import "server-only";
import { stringify } from "csv-stringify/sync";

/** Without it, Excel reads UTF-8 as the machine's old code page. */
export const CSV_BOM = "\ufeff";

type CsvRow = readonly (string | number | null)[];

/**
 * Rows as spreadsheets open them: RFC 4180, every cell in quotes, because a spreadsheet of another
 * country splits at other characters than the comma. A cell that could run as a formula begins with
 * an apostrophe.
 */
export function toCsv(rows: readonly CsvRow[]): string {
  return stringify([...rows], {
    quoted: true,
    quoted_empty: true,
    escape_formulas: true,
    record_delimiter: "\r\n",
    cast: { string: guardStart },
  });
}

/**
 * What the library's guard leaves out: a line feed, and an apostrophe, so that taking away one
 * apostrophe always gives the value back.
 */
function guardStart(text: string): string {
  return /^['\n]/.test(text) ? `'${text}` : text;
}

/** The last line of a file that does not hold everything, for whoever opens it later. */
export function describeCut(rows: number): string {
  return `This file ends after ${rows} rows; there are more. Narrow the search to export the rest.`;
}
