import { describeFailureCode } from "./failure-code";
import { toIsoInZone } from "./iso-in-zone";
import { pickReference } from "./pick-reference";
import { readRedirectUrl } from "./redirect-url";
import { toDisplayStatus } from "./session-status";

/** What a row of the list holds, in Kayle's names. */
export type ExportedSession = {
  id: string;
  status: string;
  failure_code: string | null;
  nfc_tries_used: number;
  liveness_tries_used: number;
  share_field_count: number;
  redirect_url: string | null;
  created_at: string;
  expires_at: string;
  completed_at: string | null;
};

/** The columns of the list that a file may have, by the list's own ids. */
export const SESSION_EXPORT_COLUMNS = [
  "status",
  "failure",
  "nfc",
  "liveness",
  "created",
  "ended",
  "asked",
  "reference",
  "id",
] as const;
export type SessionExportColumn = (typeof SESSION_EXPORT_COLUMNS)[number];

export function isExportColumn(id: string): id is SessionExportColumn {
  return (SESSION_EXPORT_COLUMNS as readonly string[]).includes(id);
}

type Cell = string | number | null;
export type ExportContext = { zone: string; now: Date };

/**
 * The heads and the cells of one column. Where the screen shows a word for a value of Kayle's, the
 * value itself has a column beside it; times are in the zone that the head names.
 */
const COLUMNS: Record<
  SessionExportColumn,
  {
    heads: (zone: string) => string[];
    cells: (session: ExportedSession, context: ExportContext) => Cell[];
  }
> = {
  status: {
    heads: () => ["Status", "Status (Kayle)"],
    cells: (session, { now }) => [toDisplayStatus(session, now).label, session.status],
  },
  failure: {
    heads: () => ["Failure", "Failure code (Kayle)"],
    cells: ({ failure_code: code }) => [code && describeFailureCode(code).title, code],
  },
  nfc: { heads: () => ["NFC failures"], cells: (session) => [session.nfc_tries_used] },
  liveness: {
    heads: () => ["Liveness failures"],
    cells: (session) => [session.liveness_tries_used],
  },
  created: {
    heads: (zone) => [`Created (${zone})`],
    cells: ({ created_at }, { zone }) => [toIsoInZone(created_at, zone)],
  },
  ended: {
    heads: (zone) => [`Ended (${zone})`, `Runs out (${zone})`],
    cells: ({ completed_at, expires_at }, { zone }) => [
      completed_at && toIsoInZone(completed_at, zone),
      toIsoInZone(expires_at, zone),
    ],
  },
  asked: { heads: () => ["Fields asked for"], cells: (session) => [session.share_field_count] },
  reference: {
    heads: () => ["Reference", "Redirect host"],
    cells: ({ redirect_url }) => {
      const redirect = readRedirectUrl(redirect_url);
      const reference = pickReference(redirect?.references ?? []);
      return [reference && `${reference.name} ${reference.value}`, redirect?.host ?? null];
    },
  },
  id: { heads: () => ["Id"], cells: ({ id }) => [id] },
};

export function toExportHeads(columns: readonly SessionExportColumn[], zone: string): string[] {
  return columns.flatMap((column) => COLUMNS[column].heads(zone));
}

export function toExportCells(
  columns: readonly SessionExportColumn[],
  session: ExportedSession,
  context: ExportContext,
): Cell[] {
  return columns.flatMap((column) => COLUMNS[column].cells(session, context));
}
