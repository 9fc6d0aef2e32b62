"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { FacetKey } from "@/lib/domain/search/edit";

export type ListActions = {
  /** Narrows the list to what a cell shows; null where the table is not a search. */
  filterBy: ((key: FacetKey, value: string | null) => void) | null;
  peekAt: (id: string) => void;
};

const Context = createContext<ListActions>({ filterBy: null, peekAt: () => undefined });

/** What the cells of a row may do to the list that they are in. */
export function ListActionsProvider({
  actions,
  children,
}: {
  actions: ListActions;
  children: ReactNode;
}) {
  return <Context value={actions}>{children}</Context>;
}

export function useListActions(): ListActions {
  return useContext(Context);
}
