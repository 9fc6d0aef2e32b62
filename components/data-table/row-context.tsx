"use client";

import { createContext, type ReactNode, useContext } from "react";

const Context = createContext(false);

/** Tells the cells of a row whether it is the one that the keyboard is in. */
export function RowProvider({ isActive, children }: { isActive: boolean; children: ReactNode }) {
  return <Context value={isActive}>{children}</Context>;
}

/**
 * The `tabIndex` of a button in a cell. Only the active row's buttons are Tab stops: with a handful
 * in each row, nobody could tab past a table otherwise.
 */
export function useRowTabIndex(): 0 | -1 {
  return useContext(Context) ? 0 : -1;
}
