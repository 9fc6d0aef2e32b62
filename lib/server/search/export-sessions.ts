import "server-only";
import type { SessionSummary } from "@/lib/contracts/search";
import { SEARCH_LIMIT_MAX, type SearchParams } from "@/lib/contracts/search-params";
import { SESSION_EXPORT_ROWS_MAX, type SessionExportParams } from "@/lib/contracts/session-export";
import { CSV_BOM, toCsvLine } from "@/lib/domain/csv";
import { redactSecrets } from "@/lib/domain/redact";
import { toExportCells, toExportHeads } from "@/lib/domain/session-export";
import { recordAct } from "../audit/record-access";
import type { Db } from "../db/db";
import { getDb } from "../db/get-db";
import { toDownload } from "../http/to-download";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { runSearch } from "./run-search";

type File = { params: SessionExportParams; now: Date; rows: number };

/**
 * The list of a search as CSV: its rows in its order, with the columns that are shown. The search and
 * its count are written into the access log before the first byte is sent.
 * @throws DeskError FORBIDDEN, INVALID_SEARCH, INVALID_REQUEST, AUDIT_UNAVAILABLE
 */
export async function exportSessions(
  params: SessionExportParams,
  context: SessionContext,
  { now = new Date(), rowsMax = SESSION_EXPORT_ROWS_MAX } = {},
): Promise<Response> {
  requireMay(context, "session:export");
  const db = await getDb();
  const { rows: firstRows, total, cursor } = await runSearch(db, toPage(params, undefined), now);
  const rows = Math.min(Math.max(total, firstRows.length), rowsMax);
  const isCut = total > rowsMax;
  await recordAct(context, {
    event: "export",
    outcome: "done",
    // The export of one session is one of what happened to it.
    sessionId: params.ids?.length === 1 ? (params.ids[0] ?? null) : null,
    details: {
      of: "sessions",
      q: redactSecrets(params.q).text,
      ...(params.ids && { ids: params.ids }),
      columns: params.columns,
      zone: params.zone,
      rows,
      cut: isCut,
    },
  });
  return toDownload({
    parts: writeParts(db, { params, now, rows }, { rows: firstRows, cursor }),
    fileName: `sessions-${now.toISOString().slice(0, 10)}${isCut ? `-first-${rows}-of-${total}` : ""}.csv`,
    contentType: "text/csv; charset=utf-8",
    requestId: context.requestId ?? "",
    rows,
    isCut,
  });
}

async function* writeParts(
  db: Db,
  { params, now, rows: rowsMax }: File,
  first: { rows: SessionSummary[]; cursor: string | null },
): AsyncGenerator<string> {
  yield CSV_BOM + toCsvLine(toExportHeads(params.columns, params.zone));
  let page = first;
  for (let left = rowsMax; left > 0; ) {
    const rows = page.rows.slice(0, left);
    yield rows.map((session) => toLine(session, params, now)).join("");
    left -= rows.length;
    if (page.cursor === null || left <= 0) return;
    page = await runSearch(db, toPage(params, page.cursor), now);
  }
}

function toLine(session: SessionSummary, { columns, zone }: SessionExportParams, now: Date) {
  const cells = toExportCells(columns, session, { zone, now });
  return toCsvLine(
    cells.map((cell) => (typeof cell === "string" ? redactSecrets(cell).text : cell)),
  );
}

function toPage(
  { q, zone, sort, ids }: SessionExportParams,
  cursor: string | undefined,
): SearchParams {
  return { q, zone, sort, ids, cursor, limit: SEARCH_LIMIT_MAX, facets: false };
}
