"use client";

import { PanelRight } from "lucide-react";
import { useRowTabIndex } from "@/components/data-table/row-context";
import { usePreferences } from "@/components/providers/preferences-provider";
import { CopyButton } from "@/components/ui/copy-button";
import { formatDayTime } from "@/lib/domain/time";
import { describeEnd } from "./describe-end";
import { useListActions } from "./list-actions";
import { ShortId } from "./session-id";
import type { SessionRow } from "./session-row";
import { NOTHING, useRowNow } from "./session-value-cells";

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
