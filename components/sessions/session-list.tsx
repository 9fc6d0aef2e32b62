"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table/data-table";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Button } from "@/components/ui/button";
import { formatTime } from "@/lib/domain/time";
import { sessionListQueryOptions } from "@/lib/queries/session-queries";
import { routes } from "@/lib/routes";
import { ListEmpty } from "./list-empty";
import { ListFilters } from "./list-filters";
import { sessionColumns } from "./session-columns";
import { isFiltered, type ListState, listParsers, toListQuery } from "./session-list-state";
import { SessionProblem } from "./session-problem";
import { type SessionRow, sessionRowLink, toSessionRow } from "./session-row";
import { TableSkeleton } from "./table-skeleton";

/** Kayle's own list, page by page: by status and day, in the random order that Kayle gives. */
export function SessionList() {
  const { zone } = usePreferences();
  const [state, setState] = useQueryStates(listParsers, { history: "push", scroll: true });
  const query = useQuery({
    ...sessionListQueryOptions(toListQuery(state, zone)),
    placeholderData: keepPreviousData,
  });

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1 className="font-semibold text-xl">Sessions</h1>
        <Button onClick={() => query.refetch()} disabled={query.isFetching}>
          {query.isFetching ? "Reading…" : "Read again"}
        </Button>
      </div>
      <ListFilters state={state} onChange={(change) => setState({ ...change, after: null })} />
      {query.error ? (
        <SessionProblem
          error={query.error.error}
          isRetrying={query.isFetching}
          onRetry={() => query.refetch()}
          signInFrom={routes.sessions()}
        />
      ) : !query.data ? (
        <TableSkeleton />
      ) : (
        <ListPage
          rows={query.data.data.map(toSessionRow)}
          state={state}
          nextCursor={query.data.meta.nextCursor}
          readAt={formatTime(query.data.meta.fetchedAt, zone)}
          isBusy={query.isPlaceholderData}
          onMove={(after) => setState({ after })}
          onClear={() => setState(null)}
        />
      )}
    </div>
  );
}

function ListPage({
  rows,
  state,
  nextCursor,
  readAt,
  isBusy,
  onMove,
  onClear,
}: {
  rows: SessionRow[];
  state: ListState;
  nextCursor: string | null;
  readAt: string;
  isBusy: boolean;
  onMove: (after: string | null) => void;
  onClear: () => void;
}) {
  if (rows.length === 0) return <ListEmpty isFiltered={isFiltered(state)} onClear={onClear} />;
  return (
    <>
      <DataTable
        caption="Sessions as Kayle lists them"
        columns={sessionColumns}
        rows={rows}
        getRowId={(row) => row.id}
        getRowHref={sessionRowLink}
        isBusy={isBusy}
      />
      <div className="flex flex-wrap items-center justify-between gap-3 text-ink-soft text-sm">
        <p role="status">
          {rows.length} sessions, read at {readAt}. Kayle gives them in random order, not by time.
        </p>
        <div className="flex gap-2">
          {state.after && <Button onClick={() => onMove(null)}>First page</Button>}
          {nextCursor && <Button onClick={() => onMove(nextCursor)}>Next page</Button>}
        </div>
      </div>
    </>
  );
}
