"use client";

import { FilterX } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import type { SessionSummary } from "@/lib/contracts/search";
import { describeFailureCode } from "@/lib/domain/failure-code";
import { pickReference } from "@/lib/domain/pick-reference";
import { type RedirectUrl, readRedirectUrl } from "@/lib/domain/redirect-url";
import { findRedirectHost } from "@/lib/domain/search/values-hosts";
import { isOpen, TRIES_MAX } from "@/lib/domain/session";
import { statusLabel } from "@/lib/domain/session-status";
import { CellFilter } from "./cell-filter";
import { describeEndNote } from "./end-note";
import type { SessionRow } from "./session-row";
import { StatusBadge } from "./status-badge";

export const NOTHING = <span className="text-ink-faint">—</span>;

const REFERENCE_LENGTH_MAX = 14;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** A row that has ended changes its words once a day; one that is open, every second. */
export function useRowNow(session: SessionSummary | null): Date {
  return useNow(session && isOpen(session) ? SECOND_MS : MINUTE_MS);
}

export function Status({ row: { session, note, hasLeft } }: { row: SessionRow }) {
  const now = useRowNow(session);
  if (!session) return <span className="text-ink-soft">{note}</span>;
  return (
    <CellFilter filterKey="status" value={session.status} words={statusLabel(session.status)}>
      <span className="flex items-center gap-1">
        <StatusBadge session={session} now={now} />
        {hasLeft && (
          <span title="It changed and no longer fits the search">
            <FilterX aria-hidden className="size-3.5 text-ink-faint" />
            <span className="sr-only">No longer fits the search</span>
          </span>
        )}
      </span>
    </CellFilter>
  );
}

export function Failure({ row: { session } }: { row: SessionRow }) {
  const now = useRowNow(session);
  if (!session) return NOTHING;
  const code = session.failure_code;
  if (code === null) {
    const note = describeEndNote(session, now);
    return note ? <span className="truncate text-ink-soft">{note}</span> : NOTHING;
  }
  const { title } = describeFailureCode(code);
  return (
    <CellFilter filterKey="code" value={code} words={title}>
      <span title={code}>{title}</span>
    </CellFilter>
  );
}

const TRIES = {
  nfc: { field: "nfc_tries_used", name: "NFC" },
  liveness: { field: "liveness_tries_used", name: "Liveness" },
} as const;

export function Tries({ row, kind }: { row: SessionRow; kind: "nfc" | "liveness" }) {
  const { field, name } = TRIES[kind];
  const used = row.session?.[field];
  if (used === undefined) return NOTHING;
  return (
    <CellFilter filterKey={kind} value={String(used)} words={`${name} ${used} of ${TRIES_MAX}`}>
      <CardWord>{name}</CardWord>
      <span className={used > 0 ? "tabular-nums" : "text-ink-faint tabular-nums"}>
        {used}/{TRIES_MAX}
      </span>
    </CellFilter>
  );
}

export function Asked({ row: { session } }: { row: SessionRow }) {
  if (!session) return NOTHING;
  return (
    <span className="tabular-nums">
      <CardWord>Asked</CardWord>
      {session.share_field_count}
    </span>
  );
}

export function Reference({ row: { session } }: { row: SessionRow }) {
  const url = session?.redirect_url ?? null;
  const redirect = readRedirectUrl(url);
  if (!redirect) return NOTHING;
  const words = toReferenceWords(redirect);
  const shown = (
    <span title={redirect.raw} className="truncate">
      {words ?? <span className="text-ink-soft">{redirect.host ?? redirect.raw}</span>}
    </span>
  );
  const host = findRedirectHost(url);
  if (!host) return shown;
  return (
    <CellFilter filterKey="redirect" value={host} words={host}>
      {shown}
    </CellFilter>
  );
}

export function RedirectHost({ row: { session } }: { row: SessionRow }) {
  const host = findRedirectHost(session?.redirect_url ?? null);
  if (!host) return NOTHING;
  return (
    <CellFilter filterKey="redirect" value={host} words={host}>
      <span title={host}>{host}</span>
    </CellFilter>
  );
}

/** `order A-48213`; the value alone where there is not room for both, as it is what people look for. */
function toReferenceWords({ references }: RedirectUrl): string | null {
  const reference = pickReference(references);
  if (!reference) return null;
  const { name, value } = reference;
  return name.length + value.length < REFERENCE_LENGTH_MAX ? `${name} ${value}` : value;
}

/** The column's name before its value, where there is no head above it. */
function CardWord({ children }: { children: string }) {
  return (
    <span aria-hidden className="mr-1 text-ink-faint text-xs sm:hidden">
      {children}
    </span>
  );
}
