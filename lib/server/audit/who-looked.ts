import "server-only";
import { createHash } from "node:crypto";
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { SessionAct, WhoLookedResponse } from "@/lib/contracts/access-log";
import { can } from "@/lib/domain/roles";
import { SESSION_ACTS } from "@/lib/domain/session-acts";
import type { Staff } from "@/lib/domain/staff";
import { accessLog } from "../db/audit-schema";
import type { Db } from "../db/db";
import { getDb } from "../db/get-db";
import { requireSessionId } from "../http/require-session-id";
import { requireMay, type SessionContext } from "../sessions/session-context";
import type { AccessRow } from "./access-chain";
import { readAccessCoverage } from "./find-access-rows";
import { withView } from "./record-view";
import { toWireRow } from "./to-wire-row";

const ACTS_MAX = 300;

/**
 * Who looked at a session or acted on it, the newest first. Reading it is a part of viewing it.
 * @throws DeskError INVALID_SESSION_ID, AUDIT_UNAVAILABLE
 */
export async function getWhoLooked(
  id: string,
  context: SessionContext,
): Promise<WhoLookedResponse> {
  requireMay(context, "session:read");
  requireSessionId(id);
  const db = await getDb();
  const read = () => Promise.all([findActs(db, id), readAccessCoverage(db)]);
  const [found, coverage] = await withView(context, id, read, "who looked");
  const rows = found.slice(0, ACTS_MAX);
  return {
    data: rows.map((row) => toSessionAct(row, context.staff)),
    error: null,
    meta: { ...coverage, isWhole: found.length <= ACTS_MAX },
  };
}

/** The newest acts on this session alone, and on several of which it is one. */
async function findActs(db: Db, id: string): Promise<AccessRow[]> {
  const ofOne = and(eq(accessLog.sessionId, id), inArray(accessLog.event, [...SESSION_ACTS]));
  // As the index of these has it, so that it serves.
  const ofSeveral = sql`session_id is null and event in ('lookup', 'export')
    and details @> ${JSON.stringify({ ids: [id] })}::jsonb`;
  const found = await Promise.all([ofOne, ofSeveral].map((where) => findNewest(db, where)));
  return found.flat().toSorted((a, b) => b.no - a.no);
}

function findNewest(db: Db, where: SQL | undefined): Promise<AccessRow[]> {
  return db
    .select()
    .from(accessLog)
    .where(where)
    .orderBy(desc(accessLog.no))
    .limit(ACTS_MAX + 1);
}

function toSessionAct(row: AccessRow, staff: Staff): SessionAct {
  const { staffId, sessionId: _, requestId: __, client, ...act } = toWireRow(row);
  return {
    ...act,
    person: toPerson(staffId ?? row.staffName ?? ""),
    isOwn: staffId !== null && staffId === staff.id,
    client: can(staff.role, "access-log:read") ? client : null,
  };
}

/** Tells people of one name apart without giving an account's id to everybody. */
function toPerson(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, 12);
}
