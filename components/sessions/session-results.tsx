"use client";

import { useCallback } from "react";
import type { ApiError } from "@/lib/contracts/api";
import { addFilter, type FacetKey, setSort } from "@/lib/domain/search/edit";
import type { SearchResult } from "@/lib/domain/search/parse";
import type { SearchSort, SortColumn } from "@/lib/domain/search/query";
import type { SearchQuestion } from "@/lib/queries/search-queries";
import { routes } from "@/lib/routes";
import { FilteredOut, NothingYet, NotUnderstood } from "./list-empty";
import { ListFooter } from "./list-footer";
import { useStandstill } from "./list-standstill";
import { ListToolbar } from "./list-toolbar";
import { SessionProblem } from "./session-problem";
import { SessionTable } from "./session-table";
import { TableSkeleton } from "./table-skeleton";
import { useListRows } from "./use-list-rows";
import type { FirstPage } from "./use-session-search";

const SORT_COLUMNS: Record<string, SortColumn> = { created: "created", ended: "ended" };

/** What was found, page by page, kept true while it is looked at. */
export function SessionResults({
  question,
  search,
  firstPage,
  firstError,
  onSearch,
}: {
  question: SearchQuestion;
  search: SearchResult;
  firstPage: FirstPage | null;
  firstError: ApiError | null;
  onSearch: (q: string) => void;
}) {
  const { q } = question;
  const list = useListRows(question, firstPage, search.ok);
  const filterBy = useCallback(
    (key: FacetKey, value: string | null) => onSearch(addFilter(q, key, value)),
    [q, onSearch],
  );
  const href = routes.sessionsWith(q ? { q } : {});

  const standstill = useStandstill(list.meta);

  if (!search.ok) return <NotUnderstood onClear={() => onSearch("")} />;
  if (!list.rows) {
    const error = list.error ?? (list.isReading ? null : firstError);
    if (!error) return <TableSkeleton />;
    return (
      <SessionProblem
        error={error}
        isRetrying={list.isReading}
        onRetry={list.retry}
        signInFrom={href}
      />
    );
  }

  const opened = { ...list.opening, ids: list.rows.map(({ id }) => id), href };
  const footer = (
    <ListFooter
      rowCount={list.rows.length}
      sort={search.query.sort}
      meta={list.meta}
      error={list.error}
      isReading={list.isReading}
      onRetry={list.loadMore ?? list.retry}
    />
  );
  return (
    <div className="min-w-0">
      <ListToolbar opened={opened} waiting={list.waiting} onShowNew={list.showNew} />
      {list.rows.length === 0 ? (
        <>
          {q === "" ? (
            <NothingYet meta={list.meta} standstill={standstill} />
          ) : (
            <FilteredOut query={search.query} q={q} onSearch={onSearch} />
          )}
          {footer}
        </>
      ) : (
        <SessionTable
          caption="Sessions"
          rows={list.rows}
          rowCount={list.meta?.totalIsExact ? Math.max(list.meta.total, list.rows.length) : null}
          q={q}
          opening={opened}
          filterBy={filterBy}
          hasMore={list.hasMore}
          loadMore={list.loadMore}
          onRowInSight={list.setRowInSight}
          sort={toTableSort(search.query.sort, (sort) => onSearch(setSort(q, sort)))}
          footer={footer}
        />
      )}
    </div>
  );
}

/** A click on the column that the list is in order by turns the order round. */
function toTableSort(sort: SearchSort, onSort: (sort: SearchSort) => void) {
  return {
    columnIds: Object.keys(SORT_COLUMNS),
    by: sort.by,
    direction: sort.direction,
    onSort: (columnId: string) => {
      const by = SORT_COLUMNS[columnId] ?? "created";
      const isTurned = sort.by === by && sort.direction === "desc";
      onSort({ by, direction: isTurned ? "asc" : "desc" });
    },
  };
}
