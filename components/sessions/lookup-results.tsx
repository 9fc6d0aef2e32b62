"use client";

import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { buttonClasses } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { SessionResponse } from "@/lib/contracts/api";
import type { ApiClientError } from "@/lib/queries/api-client-error";
import { sessionQueryOptions } from "@/lib/queries/session-queries";
import { routes } from "@/lib/routes";
import { ListColumnsMenu } from "./list-columns-menu";
import { type SessionRow, toSummary } from "./session-row";
import { SessionTable } from "./session-table";
import { useOwnScrollRestoration } from "./use-list-position";

/** Upstream calls that one table may have under way at once. */
const IN_FLIGHT_MAX = 6;

type Answer = { data: SessionResponse | undefined; error: ApiClientError | null };

/** The sessions of several pasted ids, in the order of the text, also those that Kayle does not know. */
export function LookupResults({ ids }: { ids: readonly string[] }) {
  useOwnScrollRestoration();
  const answers = useSessionsById(ids);
  const rows = ids.map((id, index) => toRow(id, answers[index]));
  const found = rows.filter((row) => row.session).length;
  const settled = answers.filter(isSettled).length;
  return (
    <div className="flex flex-col gap-4 [--bar-height:93px] lg:[--bar-height:53px]">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1 className="font-semibold text-xl">{ids.length} pasted sessions</h1>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={ids.join("\n")} label={`Copy all ${ids.length} ids`} />
          <ListColumnsMenu />
          <Link href={routes.sessions()} className={buttonClasses("secondary")}>
            Show all sessions
          </Link>
        </div>
      </div>
      <SessionTable
        caption="Sessions found by the pasted ids"
        rows={rows}
        rowCount={rows.length}
        href={routes.sessionsById(ids)}
        isBusy={settled < ids.length}
        footer={
          <p role="status" className="py-2 text-ink-soft text-sm">
            {settled < ids.length
              ? `Reading, ${settled} of ${ids.length} done.`
              : `${found} of ${ids.length} found, in the order of what was pasted.`}
          </p>
        }
      />
    </div>
  );
}

/** Reads the ids one after the other, never more than six at once, each through its own cache entry. */
function useSessionsById(ids: readonly string[]): Answer[] {
  const settledBefore = useSettledCount(ids);
  return useQueries({
    queries: ids.map((id, index) => ({
      ...sessionQueryOptions(id),
      refetchInterval: false as const,
      refetchOnWindowFocus: false,
      enabled: index < settledBefore + IN_FLIGHT_MAX,
    })),
  });
}

/** How many of the ids have their answer already; a change of it lets the next ones start. */
function useSettledCount(ids: readonly string[]): number {
  const answers = useQueries({
    queries: ids.map((id) => ({ ...sessionQueryOptions(id), enabled: false })),
  });
  return answers.filter(isSettled).length;
}

function isSettled(answer: Answer): boolean {
  return answer.data !== undefined || answer.error !== null;
}

function toRow(id: string, answer: Answer | undefined): SessionRow {
  const row = { id, session: null, note: null, hasLeft: false };
  if (answer?.data) return { ...row, session: toSummary(answer.data.data) };
  if (!answer?.error) return { ...row, note: "Reading…" };
  const isMissing = answer.error.error.code === "NOT_FOUND";
  return { ...row, note: isMissing ? "Not found" : answer.error.error.message };
}
