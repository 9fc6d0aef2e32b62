import "server-only";
import type { AccessFilters, AccessLogParams, AccessLogResponse } from "@/lib/contracts/access-log";
import type { AccessDetails } from "@/lib/domain/access-event";
import { redactSecrets } from "@/lib/domain/redact";
import { getDb } from "../db/get-db";
import { type PageRead, readForPage } from "../sessions/read-for-page";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { findAccessRows, readAccessCoverage } from "./find-access-rows";
import { recordAct } from "./record-access";
import { toWireRow } from "./to-wire-row";

/**
 * One page of the access log, the newest first. Reading it is written down too, further pages
 * included: what a caller claims about itself decides nothing.
 * @throws DeskError FORBIDDEN, AUDIT_UNAVAILABLE
 */
export async function searchAccess(
  params: AccessLogParams,
  context: SessionContext,
): Promise<AccessLogResponse> {
  requireMay(context, "access-log:read");
  const { cursor: before, limit, ...filters } = params;
  const db = await getDb();
  const [{ rows, cursor }, coverage] = await Promise.all([
    findAccessRows(db, filters, { before, limit }),
    readAccessCoverage(db),
  ]);
  await recordAct(context, {
    event: "log_read",
    outcome: "done",
    sessionId: filters.session ?? null,
    details: {
      ...toFilterDetails(filters),
      rows: rows.length,
      ...(before !== undefined && { before }),
    },
  });
  const meta = { ...coverage, asOf: new Date().toISOString(), cursor };
  return { data: rows.map(toWireRow), error: null, meta };
}

/** The same for the page that shows it; never throws. */
export function readAccessPage(
  params: AccessLogParams,
  context: SessionContext,
): Promise<PageRead<AccessLogResponse>> {
  return readForPage("/access-log", context, (inner) => searchAccess(params, inner));
}

/** What was filtered by, for the row that tells of it. */
export function toFilterDetails({ zone, ...filters }: AccessFilters): AccessDetails {
  const named = Object.entries(filters).flatMap(([name, value]): [string, string][] =>
    value === undefined || name === "session" ? [] : [[name, redactSecrets(value).text]],
  );
  const hasDay = filters.from !== undefined || filters.to !== undefined;
  return { ...Object.fromEntries(named), ...(hasDay && { zone }) };
}
