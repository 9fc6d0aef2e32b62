import "server-only";
import type { SessionSummary } from "@/lib/contracts/search";
import { SEARCH_LIMIT_MAX, type SearchParams } from "@/lib/contracts/search-params";
import { SESSION_EXPORT_ROWS_MAX, type SessionExportParams } from "@/lib/contracts/session-export";
import type { AccessDetails } from "@/lib/domain/access-event";
import { redactSecrets } from "@/lib/domain/redact";
import { toExportCells, toExportHeads } from "@/lib/domain/session-export";
import { recordAct } from "../audit/record-access";
import type { Db } from "../db/db";
import { getDb } from "../db/get-db";
import { CSV_BOM, describeCut, toCsv } from "../http/csv";
import { toDownload } from "../http/to-download";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { runSearch, type SearchAnswer } from "./run-search";

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
  const first = await runSearch(db, toPage(params, undefined), now);
  const isCut = first.total > rowsMax;
  const rows = Math.min(first.total, rowsMax);
  await recordAct(context, {
    event: "export",
    outcome: "done",
    // The export of one session is one of what happened to it.
    sessionId: params.ids?.length === 1 ? (params.ids[0] ?? null) : null,
    details: { ...toExportDetails(params), rows, exact: first.totalIsExact, cut: isCut },
  });
  const day = now.toISOString().slice(0, 10);
  return toDownload({
    parts: writeParts(db, params, { now, rowsMax }, first),
    fileName: `sessions-${day}${isCut ? `-first-${rows}` : ""}.csv`,
    contentType: "text/csv; charset=utf-8",
    requestId: context.requestId ?? "",
    rows: first.totalIsExact || isCut ? rows : null,
    isCut,
  });
}

function toExportDetails({ q, ids, columns, zone }: SessionExportParams): AccessDetails {
  return { of: "sessions", q: redactSecrets(q).text, ...(ids && { ids }), columns, zone };
}

/** As many rows as there turn out to be: a count may be "at least". */
async function* writeParts(
  db: Db,
  params: SessionExportParams,
  { now, rowsMax }: { now: Date; rowsMax: number },
  first: Pick<SearchAnswer, "rows" | "cursor">,
): AsyncGenerator<string> {
  yield CSV_BOM + toCsv([toExportHeads(params.columns, params.zone)]);
  let page = first;
  for (let left = rowsMax; ; ) {
    const rows = page.rows.slice(0, left);
    yield toCsv(rows.map((session) => toCells(session, params, now)));
    left -= rows.length;
    const hasMore = page.cursor !== null || rows.length < page.rows.length;
    if (hasMore && left <= 0) yield toCsv([[describeCut(rowsMax)]]);
    if (page.cursor === null || left <= 0) return;
    page = await runSearch(db, toPage(params, page.cursor), now);
  }
}

function toCells(session: SessionSummary, { columns, zone }: SessionExportParams, now: Date) {
  const cells = toExportCells(columns, session, { zone, now });
  return cells.map((cell) => (typeof cell === "string" ? redactSecrets(cell).text : cell));
}

function toPage(
  { q, zone, sort, ids }: SessionExportParams,
  cursor: string | undefined,
): SearchParams {
  return { q, zone, sort, ids, cursor, limit: SEARCH_LIMIT_MAX, facets: false };
}
