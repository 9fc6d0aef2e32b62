import type { ListPages } from "./list-merge";

/** Which page of the list the row with this number is on; the last one where there are fewer rows. */
export function toPageIndex(pages: ListPages, rowIndex: number): number {
  let rest = rowIndex;
  for (const [index, page] of pages.pages.entries()) {
    rest -= page.data.length;
    if (rest < 0) return index;
  }
  return Math.max(0, pages.pages.length - 1);
}
