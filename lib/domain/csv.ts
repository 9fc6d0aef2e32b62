/**
 * CSV as spreadsheets open it: RFC 4180, every cell in quotes, because a spreadsheet of another
 * country splits at other characters than the comma.
 */

/** Without it, Excel reads UTF-8 as the machine's old code page. */
export const CSV_BOM = "\ufeff";

/**
 * A cell that begins so may be run as a formula, also where it came from a customer's URL. An
 * apostrophe at the beginning gets one too, so that taking away one apostrophe gives the value back.
 */
const RISKY = /^[=+\-@\t\r\n'＝＋－＠]/;

export function toCsvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(toCell).join(",")}\r\n`;
}

function toCell(value: string | number | null): string {
  if (value === null) return '""';
  const text = String(value);
  const safe = RISKY.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The last line of a file that does not hold everything, for whoever opens it later. */
export function describeCut(rows: number): string {
  return `This file ends after ${rows} rows; there are more. Narrow the search to export the rest.`;
}
