import type { PointerEvent } from "react";

/**
 * Marks the cell that the pointer is in with `data-pointed`, for what comes up there. The row's link
 * lies over all cells, so that CSS alone would find the pointer in the link's own cell wherever it is.
 * A button of a cell may reach beyond it, and keeps the mark.
 */
export function markPointedCell({ currentTarget, target, clientX }: PointerEvent<Element>): void {
  const isOnLink = target instanceof Element && target.matches("[data-row-link]");
  const own = isOnLink || !(target instanceof Element) ? null : target.closest("td");
  for (const cell of currentTarget.querySelectorAll("td")) {
    const { left, right } = cell.getBoundingClientRect();
    const isIn = own ? own === cell : left <= clientX && clientX < right;
    cell.toggleAttribute("data-pointed", isIn);
  }
}

export function unmarkCells({ currentTarget }: PointerEvent<Element>): void {
  for (const cell of currentTarget.querySelectorAll("td")) cell.removeAttribute("data-pointed");
}
