"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useCallback } from "react";
import { usePreferences } from "@/components/providers/preferences-provider";
import { SessionProblem } from "@/components/sessions/session-problem";
import { TableSkeleton } from "@/components/sessions/table-skeleton";
import { toAccessLogText } from "@/lib/contracts/access-log";
import type { ApiError } from "@/lib/contracts/api";
import { accessPagesOptions } from "@/lib/queries/access-queries";
import { toApiError } from "@/lib/queries/api-client";
import { routes } from "@/lib/routes";
import { LogEmpty } from "./log-empty";
import { LogFilters } from "./log-filters";
import { LogFooter } from "./log-footer";
import { LogHead } from "./log-head";
import { type LogState, logParsers } from "./log-state";
import { LogTable } from "./log-table";
import { isNarrowed, toFilters } from "./to-filters";

/** Who did what at the desk: the filters, what they find, and ways to take it along. */
export function AccessLogView({ firstError }: { firstError: ApiError | null }) {
  const { zone } = usePreferences();
  const client = useQueryClient();
  const [state, setState] = useQueryStates(logParsers);
  const { filters, faulty } = toFilters(state, zone);
  const options = accessPagesOptions(filters);
  const log = useInfiniteQuery({ ...options, enabled: faulty.length === 0 });
  const narrow = useCallback(
    (change: Partial<LogState>) => void setState(change, { history: "push" }),
    [setState],
  );
  const clear = () => void setState(null, { history: "push" });
  const readAgain = () => client.resetQueries({ queryKey: options.queryKey, exact: true });
  const rows = log.data?.pages.flatMap(({ data }) => data) ?? null;
  const meta = log.data?.pages[0]?.meta ?? null;
  const error = log.error ? toApiError(log.error) : null;

  return (
    <div>
      <LogHead
        filters={filters}
        meta={meta}
        isReading={log.isFetching}
        onReadAgain={() => void readAgain()}
      />
      <LogFilters
        state={state}
        faulty={faulty}
        isNarrowed={isNarrowed(filters)}
        onNarrow={narrow}
      />
      {faulty.length > 0 ? (
        <LogEmpty why="faulty" onClear={clear} />
      ) : rows === null ? (
        <Unread
          error={error ?? (log.isFetching ? null : firstError)}
          isReading={log.isFetching}
          onRetry={() => void readAgain()}
          href={routes.accessLog(toAccessLogText(filters))}
        />
      ) : rows.length === 0 ? (
        <LogEmpty why={isNarrowed(filters) ? "filtered" : "empty"} onClear={clear} />
      ) : (
        <LogTable rows={rows} onNarrow={narrow} />
      )}
      {rows !== null && faulty.length === 0 && (
        <LogFooter
          rowCount={rows.length}
          meta={meta}
          hasMore={log.hasNextPage}
          isReading={log.isFetchingNextPage}
          error={error}
          onMore={() => void log.fetchNextPage()}
        />
      )}
    </div>
  );
}

function Unread({
  error,
  isReading,
  onRetry,
  href,
}: {
  error: ApiError | null;
  isReading: boolean;
  onRetry: () => void;
  href: string;
}) {
  if (!error) return <TableSkeleton words="Reading the access log" />;
  return (
    <SessionProblem error={error} isRetrying={isReading} onRetry={onRetry} signInFrom={href} />
  );
}
