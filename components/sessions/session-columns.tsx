"use client";

import { createColumnHelper } from "@tanstack/react-table";
import type { DataTableColumn, dataTableFeatures } from "@/components/data-table/data-table";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { CopyButton } from "@/components/ui/copy-button";
import { formatDuration } from "@/lib/domain/duration";
import { describeFailureCode } from "@/lib/domain/failure-code";
import { pickReference } from "@/lib/domain/pick-reference";
import { readRedirectUrl } from "@/lib/domain/redirect-url";
import { isOpen, isOverdue, type SessionRecord, TRIES_MAX } from "@/lib/domain/session";
import { formatDayTime, formatTime } from "@/lib/domain/time";
import { ShortId } from "./session-id";
import type { SessionRow } from "./session-row";
import { StatusBadge } from "./status-badge";

const helper = createColumnHelper<typeof dataTableFeatures, SessionRow>();
const NOTHING = <span className="text-ink-faint">—</span>;

export const sessionColumns: DataTableColumn<SessionRow>[] = helper.columns([
  helper.display({
    id: "status",
    header: "Status",
    cell: ({ row }) => <Status row={row.original} />,
  }),
  helper.display({
    id: "failure",
    header: "Failure",
    cell: ({ row }) => <Failure row={row.original} />,
  }),
  helper.display({
    id: "nfc",
    header: "NFC",
    cell: ({ row }) => <Tries used={row.original.session?.nfc_tries_used} />,
  }),
  helper.display({
    id: "liveness",
    header: "Liveness",
    cell: ({ row }) => <Tries used={row.original.session?.liveness_tries_used} />,
  }),
  helper.display({
    id: "created",
    header: "Created",
    cell: ({ row }) => <Created row={row.original} />,
  }),
  helper.display({ id: "ended", header: "Ended", cell: ({ row }) => <Ended row={row.original} /> }),
  helper.display({
    id: "asked",
    header: "Asked",
    cell: ({ row }) =>
      row.original.session ? Object.keys(row.original.session.share_fields).length : NOTHING,
  }),
  helper.display({
    id: "reference",
    header: "Reference",
    cell: ({ row }) => <Reference url={row.original.session?.redirect_url ?? null} />,
  }),
  helper.display({ id: "id", header: "Id", cell: ({ row }) => <Id id={row.original.id} /> }),
]) as DataTableColumn<SessionRow>[];

function Status({ row }: { row: SessionRow }) {
  const now = useNow();
  if (!row.session) return <span className="text-ink-soft">{row.note}</span>;
  return <StatusBadge session={row.session} now={now} />;
}

function Failure({ row }: { row: SessionRow }) {
  const code = row.session?.failure_code;
  return code ? <span title={code}>{describeFailureCode(code).title}</span> : NOTHING;
}

function Tries({ used }: { used: number | undefined }) {
  if (used === undefined) return NOTHING;
  return (
    <span className={used > 0 ? "tabular-nums" : "text-ink-faint tabular-nums"}>
      {used}/{TRIES_MAX}
    </span>
  );
}

function Created({ row }: { row: SessionRow }) {
  const { zone } = usePreferences();
  const now = useNow();
  if (!row.session) return NOTHING;
  const { created_at } = row.session;
  return (
    <time dateTime={created_at} title={created_at} className="tabular-nums">
      {formatDayTime(created_at, zone, now)}
    </time>
  );
}

function Ended({ row }: { row: SessionRow }) {
  const { zone } = usePreferences();
  const now = useNow();
  if (!row.session) return NOTHING;
  return <span className="text-ink-soft tabular-nums">{describeEnd(row.session, zone, now)}</span>;
}

function describeEnd(session: SessionRecord, zone: string, now: Date): string {
  if (session.completed_at) {
    const lastedMs = Date.parse(session.completed_at) - Date.parse(session.created_at);
    return Number.isNaN(lastedMs) ? session.completed_at : `${formatDuration(lastedMs)} later`;
  }
  if (!isOpen(session)) return "—";
  if (isOverdue(session, now)) return `ran out ${formatTime(session.expires_at, zone)}`;
  const leftMs = Date.parse(session.expires_at) - now.getTime();
  return Number.isNaN(leftMs) ? "—" : `${formatDuration(leftMs)} left`;
}

function Reference({ url }: { url: string | null }) {
  const redirect = readRedirectUrl(url);
  if (!redirect) return NOTHING;
  const reference = pickReference(redirect.references);
  const words = reference
    ? `${reference.name} ${reference.value}`
    : (redirect.host ?? redirect.raw);
  return (
    <span title={redirect.raw} className="block max-w-48 truncate">
      {words}
    </span>
  );
}

function Id({ id }: { id: string }) {
  return (
    <span className="flex items-center gap-1">
      <ShortId id={id} />
      {/* Above the row's link, which covers the whole row. */}
      <CopyButton compact text={id} label={`Copy id ${id}`} className="relative z-10" />
    </span>
  );
}
