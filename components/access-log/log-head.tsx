"use client";

import { RefreshCw } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { ExportButton } from "@/components/sessions/export-button";
import { Button } from "@/components/ui/button";
import type { AccessFilters, AccessLogResponse } from "@/lib/contracts/access-log";
import { toAccessLogText } from "@/lib/contracts/access-log";
import { formatMoment } from "@/lib/domain/time";
import { routes } from "@/lib/routes";
import { CopyStatementButton } from "./copy-statement-button";

/** What this page is, when it was read, and how to take what is shown along. */
export function LogHead({
  filters,
  meta,
  isReading,
  onReadAgain,
}: {
  filters: AccessFilters;
  meta: AccessLogResponse["meta"] | null;
  isReading: boolean;
  onReadAgain: () => void;
}) {
  const { zone } = usePreferences();
  const now = useNow();
  const toPath = (format: "csv" | "jsonl") =>
    // A file names the zone of its times whether or not a day is asked for.
    routes.api.exportAccessLog(
      new URLSearchParams([
        ...new URLSearchParams(toAccessLogText({ ...filters, zone: "", format })),
        ["zone", zone],
      ]).toString(),
    );
  return (
    <div className="mb-3 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div>
        <h1 className="font-semibold text-xl">Access log</h1>
        <p className="text-ink-soft text-sm">
          Who looked at what, and what they did. Reading it is recorded too.
          {meta && (
            <span className="text-ink-faint"> Read {formatMoment(meta.asOf, zone, now)}.</span>
          )}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {filters.session !== undefined && (
          <CopyStatementButton filters={filters} sessionId={filters.session} />
        )}
        <ExportButton toPath={() => toPath("csv")} label="Export CSV" />
        <ExportButton toPath={() => toPath("jsonl")} label="Export JSON lines" />
        <Button disabled={isReading} onClick={onReadAgain}>
          <RefreshCw aria-hidden className="size-3.5 text-ink-soft" />
          {isReading ? "Reading…" : "Read again"}
        </Button>
      </div>
    </div>
  );
}
