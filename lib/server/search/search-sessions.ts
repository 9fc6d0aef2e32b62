import "server-only";
import type { SearchResponse } from "@/lib/contracts/search";
import type { SearchParams } from "@/lib/contracts/search-params";
import { recordSearch } from "../audit/record-search";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { toSyncStatus } from "../sync/status";
import { toListStatus } from "./list-status";
import { runSearch } from "./run-search";

/**
 * One page of the session list out of the desk's index, with its total and facets, and
 * the search in the access log.
 * @throws DeskError INVALID_SEARCH for a faulty text, INVALID_REQUEST for a foreign cursor.
 */
export async function searchSessions(
  params: SearchParams,
  context: SessionContext,
): Promise<SearchResponse> {
  requireMay(context, "session:read");
  const db = await getDb();
  const now = new Date();
  const { rows, facts, ...found } = await runSearch(db, params, now, {
    beforeAnswer: (found) => recordSearch(context, params, found),
  });
  const retention = { days: getEnv().retentionDays };
  const status = toListStatus(toSyncStatus(facts, { now, retention }), retention);
  return { data: rows, error: null, meta: { ...found, ...status } };
}
