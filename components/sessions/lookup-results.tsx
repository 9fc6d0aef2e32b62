"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Button, buttonClasses } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { SessionResponse } from "@/lib/contracts/api";
import { isOpen } from "@/lib/domain/session";
import type { ApiClientError } from "@/lib/queries/api-client-error";
import { pastedRefreshOptions, pastedSessionQueryOptions } from "@/lib/queries/session-queries";
import { routes } from "@/lib/routes";
import { ListColumnsMenu } from "./list-columns-menu";
import { toRowsInSight } from "./list-sight";
import { plural } from "./list-words";
import { type SessionRow, toSummary } from "./session-row";
import { SessionTable } from "./session-table";
import { useOwnScrollRestoration } from "./use-list-position";

type Answer = {
  data: SessionResponse | undefined;
  error: ApiClientError | null;
  isFetching: boolean;
  refetch: () => unknown;
};

/** The sessions of several pasted ids, in the order of the text, also those that Kayle does not know. */
export function LookupResults({ ids }: { ids: readonly string[] }) {
  useOwnScrollRestoration();
  const answers: Answer[] = useQueries({ queries: ids.map(pastedSessionQueryOptions) });
  const rows = ids.map((id, index) => toRow(id, answers[index]));
  const [middleIndex, setMiddleIndex] = useState(0);
  const open = toRowsInSight(rows, middleIndex).filter(({ session }) => session && isOpen(session));
  useQuery(pastedRefreshOptions(open.map(({ id }) => id)));
  const settled = answers.filter(({ data, error }) => data !== undefined || error !== null).length;
  const isBusy = settled < ids.length;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1 className="font-semibold text-xl">{ids.length} pasted sessions</h1>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={ids.join("\n")} label={`Copy all ${ids.length} ids`} />
          <ListColumnsMenu />
          <Link prefetch={false} href={routes.sessions()} className={buttonClasses("secondary")}>
            Show all sessions
          </Link>
        </div>
      </div>
      <SessionTable
        caption="Sessions found by the pasted ids"
        rows={rows}
        rowCount={rows.length}
        opening={{
          href: routes.sessionsById(ids),
          rest: null,
          total: ids.length,
          totalIsExact: true,
        }}
        isBusy={isBusy}
        onRowInSight={setMiddleIndex}
        footer={
          <div className="flex flex-wrap items-center gap-3 py-2 text-ink-soft text-sm">
            <p role="status">
              {isBusy
                ? `Reading, ${settled} of ${ids.length} done.`
                : describeOutcome(ids.length, answers)}
            </p>
            <RetryButton answers={answers} />
          </div>
        }
      />
    </div>
  );
}

/** Those that failed, all at once: nobody should have to open each of them. */
function RetryButton({ answers }: { answers: readonly Answer[] }) {
  const failed = answers.filter((answer) => isFailed(answer) && !answer.isFetching);
  if (failed.length === 0) return null;
  return (
    <Button onClick={() => failed.forEach(({ refetch }) => void refetch())}>
      Read {failed.length} again
    </Button>
  );
}

function describeOutcome(count: number, answers: readonly Answer[]): string {
  const missing = answers.filter(isMissing).length;
  const failed = answers.filter(isFailed).length;
  const found = count - missing - failed;
  const parts = [
    `${found} of ${count} found, in the order of what was pasted`,
    missing > 0 && `${missing} not found`,
    failed > 0 && `${failed} ${plural(failed, "was", "were")} not read`,
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}

function isMissing({ error }: Answer): boolean {
  return error?.error.code === "NOT_FOUND";
}

/** Without an older reading to show. */
function isFailed(answer: Answer): boolean {
  return answer.error !== null && answer.data === undefined && !isMissing(answer);
}

function toRow(id: string, answer: Answer | undefined): SessionRow {
  const row = { id, session: null, note: null, hasLeft: false };
  if (answer && isMissing(answer)) return { ...row, note: "Not found" };
  if (answer?.data) return { ...row, session: toSummary(answer.data.data) };
  return { ...row, note: answer?.error?.error.message ?? "Reading…" };
}
