import "server-only";
import type {
  AccessExportFormat,
  AccessExportParams,
  AccessFilters,
} from "@/lib/contracts/access-log";
import { describeAct, describeDetails, outcomeName } from "@/lib/domain/access-words";
import { toIsoInZone } from "@/lib/domain/iso-in-zone";
import type { Db } from "../db/db";
import { getDb } from "../db/get-db";
import { CSV_BOM, describeCut, toCsv } from "../http/csv";
import { toDownload } from "../http/to-download";
import { requireMay, type SessionContext } from "../sessions/session-context";
import type { AccessRow } from "./access-chain";
import { findHead } from "./access-store";
import { countAccessRows, findAccessRows } from "./find-access-rows";
import { recordAct } from "./record-access";
import { toFilterDetails } from "./search-access";
import { toWireRow } from "./to-wire-row";

/** Rows of one file. */
const ACCESS_EXPORT_ROWS_MAX = 50_000;
const PAGE_ROWS = 500;

const CONTENT_TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson" } as const;

/**
 * The rows that fit as a file, the newest first: what stood in the log when it was asked for. The
 * export is written down, with its filters and its count, before the first byte of it is sent.
 * @throws DeskError FORBIDDEN, AUDIT_UNAVAILABLE
 */
export async function exportAccess(
  { format, ...filters }: AccessExportParams,
  context: SessionContext,
  { now = new Date(), rowsMax = ACCESS_EXPORT_ROWS_MAX } = {},
): Promise<Response> {
  requireMay(context, "access-log:read");
  const db = await getDb();
  const end = (await findHead(db)).no + 1;
  const found = await countAccessRows(db, filters, { before: end, max: rowsMax + 1 });
  const rows = Math.min(found, rowsMax);
  const isCut = found > rowsMax;
  const narrowed = { ...toFilterDetails(filters), format };
  await recordAct(context, {
    event: "export",
    outcome: "done",
    // Not as the row's session: taking entries about it along is no look at the session itself.
    details: { of: "access log", session: filters.session ?? null, ...narrowed, rows, cut: isCut },
  });
  const head = format === "csv" ? CSV_BOM + toCsv([toExportHeads(filters.zone)]) : "";
  return toDownload({
    parts: writeParts(db, filters, { head, end, rows, format, isCut }),
    fileName: `access-log-${now.toISOString().slice(0, 10)}${isCut ? `-newest-${rows}` : ""}.${format}`,
    contentType: CONTENT_TYPES[format],
    requestId: context.requestId ?? "",
    rows,
    isCut,
  });
}

async function* writeParts(
  db: Db,
  filters: AccessFilters,
  file: { head: string; end: number; rows: number; format: AccessExportFormat; isCut: boolean },
): AsyncGenerator<string> {
  if (file.head) yield file.head;
  let before: number | null = file.end;
  for (let left = file.rows; left > 0 && before !== null; ) {
    const limit = Math.min(PAGE_ROWS, left);
    const page = await findAccessRows(db, filters, { before, limit });
    yield toExportLines(page.rows, file.format, filters.zone);
    left -= page.rows.length;
    before = page.cursor;
  }
  if (!file.isCut) return;
  const cut = describeCut(file.rows);
  yield file.format === "csv" ? toCsv([[cut]]) : `${JSON.stringify({ cut })}\n`;
}

/** The heads of a CSV file's columns; the zone of its times is named in one. */
function toExportHeads(zone: string): string[] {
  return [
    "No",
    `When (${zone})`,
    "When (UTC)",
    "Who",
    "Role",
    "What",
    "Event",
    "Outcome",
    "Session",
    "Ticket",
    "Client address",
    "Request id",
    "Details",
    "Hash",
  ];
}

/**
 * Rows of the log for a file. The hash of each stands there so that the row can be found in the chain
 * again; what else went into the hash, such as the sign-in, stays inside the desk.
 */
function toExportLines(
  rows: readonly AccessRow[],
  format: AccessExportFormat,
  zone: string,
): string {
  if (format === "csv") return toCsv(rows.map((row) => toCells(row, zone)));
  return rows.map((row) => `${JSON.stringify({ ...toWireRow(row), hash: row.hash })}\n`).join("");
}

function toCells(row: AccessRow, zone: string) {
  const wire = toWireRow(row);
  return [
    wire.no,
    toIsoInZone(wire.at, zone),
    wire.at,
    wire.staffName,
    wire.role,
    describeAct(wire.event, wire.outcome),
    wire.event,
    outcomeName(wire.outcome),
    wire.sessionId,
    wire.ticket,
    wire.client,
    wire.requestId,
    describeDetails(wire.details),
    row.hash,
  ];
}
