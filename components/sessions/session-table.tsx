"use client";

import { useQueryState } from "nuqs";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import { DataTable } from "@/components/data-table/data-table";
import type { TableSort } from "@/components/data-table/data-table-head";
import { toShownColumnIds } from "@/components/data-table/table-columns";
import { useActiveRow } from "@/components/data-table/use-active-row";
import { usePreferences } from "@/components/providers/preferences-provider";
import { useSingleKeys } from "@/components/providers/use-single-keys";
import { classes } from "@/components/ui/classes";
import type { FacetKey } from "@/lib/domain/search/edit";
import { type ListActions, ListActionsProvider } from "./list-actions";
import { listParsers } from "./list-state";
import { type OpenedList, rememberOpenedList } from "./opened-list";
import { sessionColumns } from "./session-columns";
import { SessionPeek } from "./session-peek";
import { type SessionRow, sessionRowTarget } from "./session-row";
import { useListPosition } from "./use-list-position";

const FOLLOW_DELAY_MS = 150;

/**
 * Sessions in a table: `j` and `k` go through them, Enter opens, Space peeks. What was on the screen
 * when a session is opened is remembered, so that its page can go on to the next one.
 */
export function SessionTable({
  caption,
  rows,
  rowCount,
  q = "",
  opening,
  filterBy = null,
  hasMore = false,
  loadMore = null,
  onRowInSight,
  isBusy = false,
  sort,
  footer,
}: {
  caption: string;
  rows: SessionRow[];
  rowCount: number | null;
  q?: string;
  /** What a session's page needs to go on through this list, besides its rows. */
  opening: Omit<OpenedList, "ids">;
  filterBy?: ((key: FacetKey, value: string | null) => void) | null;
  hasMore?: boolean;
  loadMore?: (() => void) | null;
  onRowInSight?: (index: number) => void;
  isBusy?: boolean;
  sort?: TableSort;
  footer: ReactNode;
}) {
  const { preferences } = usePreferences();
  const [peek, setPeek] = useQueryState("peek", listParsers.peek);
  const container = useRef<HTMLDivElement>(null);
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(follow.current), []);
  const { activeIndex, focusRow, onFocus } = useActiveRow(container);
  const firstScrollPx = useListPosition({
    q,
    rowCount: rows.length,
    hasMore,
    loadMore,
    activeIndex,
    focusRow: (index) => focusRow(index, { isStill: true }),
  });
  const peekAt = useCallback(
    (id: string) => void setPeek((shown) => (shown === id ? null : id), { history: "replace" }),
    [setPeek],
  );
  const actions = useMemo<ListActions>(() => ({ filterBy, peekAt }), [filterBy, peekAt]);
  const columnIds = useMemo(
    () => toShownColumnIds(sessionColumns, preferences.listColumns),
    [preferences.listColumns],
  );

  /** A key held down goes by many sessions; only the one where it stops is read. */
  function followSoon(id: string) {
    clearTimeout(follow.current);
    follow.current = setTimeout(() => void setPeek(id, { history: "replace" }), FOLLOW_DELAY_MS);
  }

  function move(step: 1 | -1) {
    const next = Math.min(Math.max(activeIndex + step, 0), rows.length - 1);
    const row = rows[next];
    if (!row) return;
    focusRow(next);
    if (peek) followSoon(row.id);
  }
  useSingleKeys({ j: () => move(1), k: () => move(-1) });

  function rememberThisList() {
    rememberOpenedList({ ...opening, ids: rows.map(({ id }) => id) });
  }

  function onKeyDown(event: KeyboardEvent) {
    const isOnRow = event.target instanceof Element && event.target.matches("[data-row-link]");
    const row = rows[activeIndex];
    if (event.key !== " " || !isOnRow || !row) return;
    event.preventDefault();
    peekAt(row.id);
  }

  return (
    <ListActionsProvider actions={actions}>
      {/* A grid with or without the peek: another display would have the browser build all rows anew. */}
      <div
        className={classes(
          "grid grid-cols-[minmax(0,1fr)] gap-4",
          peek && "lg:grid-cols-[minmax(0,1fr)_380px]",
        )}
      >
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the links in it take the keys; this only listens. */}
        <div
          ref={container}
          className="min-w-0"
          onFocus={onFocus}
          onKeyDown={onKeyDown}
          onClick={rememberThisList}
        >
          <DataTable
            caption={caption}
            columns={sessionColumns}
            columnIds={columnIds}
            rows={rows}
            rowCount={rowCount}
            getRowId={getRowId}
            getRowTarget={sessionRowTarget}
            activeIndex={activeIndex}
            selectedId={peek}
            density={preferences.density}
            isBusy={isBusy}
            firstScrollPx={firstScrollPx}
            {...(sort && { sort })}
            {...(loadMore && { onEndNear: loadMore })}
            {...(onRowInSight && { onRowInSight })}
            footer={footer}
          />
        </div>
        {peek && (
          <SessionPeek
            key={peek}
            id={peek}
            onOpen={rememberThisList}
            onClose={() => {
              // A row that keys have just come to would else open the peek again.
              clearTimeout(follow.current);
              void setPeek(null, { history: "replace" });
              const index = rows.findIndex(({ id }) => id === peek);
              if (index >= 0) focusRow(index, { isStill: true });
            }}
          />
        )}
      </div>
    </ListActionsProvider>
  );
}

function getRowId({ id }: SessionRow): string {
  return id;
}
