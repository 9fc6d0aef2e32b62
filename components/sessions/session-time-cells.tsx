"use client";

import { PanelRight } from "lucide-react";
import { useRowTabIndex } from "@/components/data-table/row-context";
import { usePreferences } from "@/components/providers/preferences-provider";
import { CopyButton } from "@/components/ui/copy-button";
import type { SessionSummary } from "@/lib/contracts/search";
import { formatDuration } from "@/lib/domain/duration";
import { isOpen, isOverdue } from "@/lib/domain/session";
import { formatDayTime, formatTime } from "@/lib/domain/time";
import { useListActions } from "./list-actions";
import { ShortId } from "./session-id";
import type { SessionRow } from "./session-row";
import { NOTHING, useRowNow } from "./session-value-cells";

const MINUTE_MS = 60_000;

export function Created({ row: { session } }: { row: SessionRow }) {
  const { zone } = usePreferences();
  const now = useRowNow(null);
  if (!session) return NOTHING;
  const { created_at } = session;
  return (
    <time dateTime={created_at} title={created_at} className="tabular-nums">
      {formatDayTime(created_at, zone, now)}
    </time>
  );
}

export function Ended({ row: { session } }: { row: SessionRow }) {
  const { zone } = usePreferences();
  const now = useRowNow(session);
  if (!session) return NOTHING;
  return (
    <span title={session.completed_at ?? undefined} className="text-ink-soft tabular-nums">
      {describeEnd(session, zone, now)}
    </span>
  );
}

function describeEnd(session: SessionSummary, zone: string, now: Date): string {
  if (session.completed_at) {
    const lastedMs = Date.parse(session.completed_at) - Date.parse(session.created_at);
    return Number.isNaN(lastedMs) ? session.completed_at : `${toWholeMinutes(lastedMs)} later`;
  }
  if (!isOpen(session)) return "—";
  if (isOverdue(session, now)) return `ran out ${formatTime(session.expires_at, zone)}`;
  const leftMs = Date.parse(session.expires_at) - now.getTime();
  return Number.isNaN(leftMs) ? "—" : `${toWholeMinutes(leftMs)} left`;
}

/** Seconds matter in the last minute only; before it they would make every open row flicker. */
function toWholeMinutes(ms: number): string {
  return formatDuration(ms < MINUTE_MS ? ms : Math.floor(ms / MINUTE_MS) * MINUTE_MS);
}

export function RowId({ row: { id } }: { row: SessionRow }) {
  const tabIndex = useRowTabIndex();
  return (
    <span className="pointer-events-none relative flex min-w-0 flex-1 items-center gap-1">
      <ShortId id={id} className="text-ink-soft text-xs" />
      {/* Above the row's link, which covers the whole row. */}
      <CopyButton
        compact
        text={id}
        label={`Copy id ${id}`}
        tabIndex={tabIndex}
        className="pointer-events-auto z-10 sm:absolute sm:-right-1.5 sm:border sm:border-line sm:bg-surface sm:opacity-0 sm:focus-visible:opacity-100 sm:group-data-pointed/cell:opacity-100"
      />
    </span>
  );
}

/** The end of the row: a look at the session without leaving the list. */
export function Tail({ row: { id } }: { row: SessionRow }) {
  const { peekAt } = useListActions();
  const tabIndex = useRowTabIndex();
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      title="Peek"
      onClick={() => peekAt(id)}
      className="relative z-10 -mx-1 inline-flex size-7 items-center justify-center rounded text-ink-faint hover:bg-surface-sunken hover:text-ink focus-visible:opacity-100 group-hover/row:opacity-100 group-focus-within/row:opacity-100 print:hidden [@media(hover:hover)]:opacity-0"
    >
      <PanelRight aria-hidden className="size-4" />
      <span className="sr-only">Peek at session {id}</span>
    </button>
  );
}
