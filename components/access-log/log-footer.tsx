"use client";

import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { describeMoment, formatCount, plural } from "@/components/sessions/list-words";
import { Button } from "@/components/ui/button";
import type { AccessLogResponse } from "@/lib/contracts/access-log";
import type { ApiError } from "@/lib/contracts/api";
import { ACCESS_LOG_DAYS } from "@/lib/domain/access-days";

/** How much is shown, how far back the log goes, and the way to more. */
export function LogFooter({
  rowCount,
  meta,
  hasMore,
  isReading,
  error,
  onMore,
}: {
  rowCount: number;
  meta: AccessLogResponse["meta"] | null;
  hasMore: boolean;
  isReading: boolean;
  error: ApiError | null;
  onMore: () => void;
}) {
  const { zone } = usePreferences();
  const now = useNow();
  const extent = hasMore ? "Newest" : "All";
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2 text-ink-soft text-sm">
      <p className="tabular-nums">
        {extent} {formatCount(rowCount)} {plural(rowCount, "entry", "entries")}
        {meta?.keptSince && <> · kept since {describeMoment(meta.keptSince, { now, zone })}</>} ·
        each for {ACCESS_LOG_DAYS} days
      </p>
      {error && !isReading && (
        <span role="alert" className="text-danger">
          {error.message} {error.hint}
        </span>
      )}
      {hasMore && (
        <Button disabled={isReading} onClick={onMore}>
          {isReading ? "Reading more…" : "Load more"}
        </Button>
      )}
    </div>
  );
}
