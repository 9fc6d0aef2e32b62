"use client";

import { ListFilter } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ROLES } from "@/components/data-table/table-roles";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { ShortId } from "@/components/sessions/session-id";
import { classes } from "@/components/ui/classes";
import { CopyButton } from "@/components/ui/copy-button";
import type { AccessLogRow } from "@/lib/contracts/access-log";
import { describeAct, describeDetails } from "@/lib/domain/access-words";
import { isSessionId } from "@/lib/domain/session-id";
import { formatDayTime } from "@/lib/domain/time";
import { routes } from "@/lib/routes";
import { LogOutcome } from "./log-outcome";
import type { LogState } from "./log-state";

const MINUTE_MS = 60_000;
const NOTHING = <span className="text-ink-faint max-xl:hidden">—</span>;

/** One entry. Its name, its ticket and its session can be narrowed to. */
export function LogRow({
  row,
  onNarrow,
}: {
  row: AccessLogRow;
  onNarrow: (change: Partial<LogState>) => void;
}) {
  const { zone } = usePreferences();
  const now = useNow(MINUTE_MS);
  const details = describeDetails(row.details);
  return (
    <tr
      {...ROLES.row}
      className="align-top hover:bg-surface-hover xl:last:[&>td]:border-b-0 max-xl:grid max-xl:grid-cols-[minmax(0,1fr)_auto] max-xl:gap-x-3 max-xl:border-line max-xl:border-b max-xl:px-4 max-xl:py-2.5 max-xl:last:border-b-0"
    >
      <Cell className="whitespace-nowrap tabular-nums max-xl:order-2 max-xl:text-right max-xl:text-ink-soft">
        <time dateTime={row.at} title={row.at}>
          {formatDayTime(row.at, zone, now)}
        </time>
      </Cell>
      <Cell className="max-xl:order-1">
        {row.staffName ? (
          <Narrow
            words={`Only ${row.staffName}`}
            onClick={() => onNarrow({ staff: row.staffName })}
          >
            <span className="font-medium">{row.staffName}</span>
          </Narrow>
        ) : (
          <span className="text-ink-soft">Nobody known</span>
        )}
        {row.role && <span className="text-ink-faint text-xs"> {row.role}</span>}
      </Cell>
      <Cell className="max-xl:order-3">
        {describeAct(row.event, row.outcome)}
        {details && (
          <span title={details} className="line-clamp-2 break-words text-ink-faint text-xs">
            {details}
          </span>
        )}
      </Cell>
      <Cell className="max-xl:order-5 max-xl:col-span-2">
        {row.sessionId ? <SessionCell id={row.sessionId} onNarrow={onNarrow} /> : NOTHING}
      </Cell>
      <Cell className="break-words max-xl:order-6 max-xl:col-span-2">
        {row.ticket ? (
          <Narrow words={`Only ${row.ticket}`} onClick={() => onNarrow({ ticket: row.ticket })}>
            {row.ticket}
          </Narrow>
        ) : (
          NOTHING
        )}
      </Cell>
      <Cell className="max-xl:order-4 max-xl:text-right">
        <LogOutcome outcome={row.outcome} />
      </Cell>
      <Cell className="break-all text-ink-soft tabular-nums max-xl:order-7 max-xl:text-xs">
        {row.client === "unknown" ? NOTHING : row.client}
      </Cell>
      <Cell className="max-xl:order-8 max-xl:text-right">
        {row.requestId ? <RequestId id={row.requestId} /> : NOTHING}
      </Cell>
    </tr>
  );
}

function Cell({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <td
      {...ROLES.cell}
      className={classes(
        "min-w-0 px-2.5 py-2 first:pl-4 xl:border-line xl:border-b max-xl:p-0",
        className,
      )}
    >
      {children}
    </td>
  );
}

function Narrow({
  words,
  onClick,
  children,
}: {
  words: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      title={words}
      onClick={onClick}
      className="max-w-full break-words text-left hover:underline"
    >
      {children}
    </button>
  );
}

function SessionCell({
  id,
  onNarrow,
}: {
  id: string;
  onNarrow: (change: Partial<LogState>) => void;
}) {
  if (!isSessionId(id)) return <span className="break-all font-mono text-xs">{id}</span>;
  return (
    <span className="flex items-center gap-0.5">
      <Link
        href={routes.session(id)}
        prefetch={false}
        className="text-accent hover:underline"
        aria-label={`Open session ${id}`}
      >
        <ShortId id={id} className="text-xs" />
      </Link>
      <CopyButton compact text={id} label={`Copy id ${id}`} />
      <button
        type="button"
        title="Only this session"
        onClick={() => onNarrow({ session: id })}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-faint hover:bg-surface-sunken hover:text-ink"
      >
        <ListFilter aria-hidden className="size-3.5" />
        <span className="sr-only">Only session {id}</span>
      </button>
    </span>
  );
}

const SHOWN_CHARACTERS = 6;

/** Enough of it to compare by eye; the whole is what is copied. */
function RequestId({ id }: { id: string }) {
  return (
    <span title={id} className="inline-flex items-center gap-0.5 font-mono text-ink-faint text-xs">
      …{id.slice(-SHOWN_CHARACTERS)}
      <CopyButton compact text={id} label={`Copy request id ${id}`} />
    </span>
  );
}
