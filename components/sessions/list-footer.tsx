"use client";

import { LoaderCircle, TriangleAlert } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { ApiError } from "@/lib/contracts/api";
import type { SearchResponse } from "@/lib/contracts/search";
import type { SearchSort } from "@/lib/domain/search/query";
import { StandstillNotice, useStandstill } from "./list-standstill";
import {
  describeCompleteness,
  describeDifference,
  describeExtent,
  formatCount,
  plural,
} from "./list-words";

/** How much of the list is here, how complete it is, and what is missing. */
export function ListFooter({
  rowCount,
  sort,
  meta,
  error,
  isReading,
  onRetry,
}: {
  rowCount: number;
  sort: SearchSort;
  meta: SearchResponse["meta"] | null;
  /** Why the next page could not be read, if so. */
  error: ApiError | null;
  isReading: boolean;
  onRetry: () => void;
}) {
  const standstill = useStandstill(meta);
  return (
    <>
      {/* Where there is nothing to list, the place of the rows says it. */}
      {rowCount > 0 && <StandstillNotice standstill={standstill} />}
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1.5 text-ink-soft text-sm">
        {meta && <Extent rowCount={rowCount} sort={sort} meta={meta} />}
        {error && !isReading && (
          <span role="alert" className="flex items-center gap-2 text-danger">
            {error.message} <Button onClick={onRetry}>Try again</Button>
          </span>
        )}
        {isReading && (
          <span role="status" className="flex items-center gap-1.5">
            <LoaderCircle aria-hidden className="size-3.5 motion-safe:animate-spin" /> Reading more
          </span>
        )}
        {rowCount > 0 && !isReading && !error && <Keys />}
      </div>
    </>
  );
}

function Extent({
  rowCount,
  sort,
  meta,
}: {
  rowCount: number;
  sort: SearchSort;
  meta: SearchResponse["meta"];
}) {
  const now = useNow();
  const { zone } = usePreferences();
  const { words, isComplete } = describeCompleteness(meta, { now, zone });
  const { unreadableRows } = meta.coverage;
  const difference = describeDifference(meta.coverage, { now, zone });
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 tabular-nums">
      <span>{describeExtent(rowCount, sort, meta)}</span>
      {isComplete ? (
        <>
          <span aria-hidden>·</span>
          <span>{words}</span>
        </>
      ) : (
        <span className="inline-flex items-center gap-1 text-warning">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0" /> {words}
        </span>
      )}
      {unreadableRows > 0 && (
        <span className="text-warning">
          · {formatCount(unreadableRows)} {plural(unreadableRows, "session", "sessions")} could not
          be read and {plural(unreadableRows, "is", "are")} missing or out of date
        </span>
      )}
      {difference && <span>· {difference}</span>}
    </p>
  );
}

function Keys() {
  const { preferences } = usePreferences();
  if (preferences.singleKeys === "off") return null;
  return (
    <p className="hidden items-center gap-1 text-ink-faint sm:flex">
      <Kbd>j</Kbd> <Kbd>k</Kbd> to move · <Kbd>Enter</Kbd> to open · <Kbd>Space</Kbd> to peek
    </p>
  );
}
