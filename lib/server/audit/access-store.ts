import "server-only";
import { asc, desc, eq, gt, type SQL, sql } from "drizzle-orm";
import { accessLog } from "../db/audit-schema";
import { isUniqueViolation } from "../db/database-fault-error";
import type { Db } from "../db/db";
import { type AccessRow, CHAIN_START, type ChainHead } from "./access-chain";

/** The last row of the log; null where there is none. */
export async function findLastRow(db: Db): Promise<AccessRow | null> {
  const [row] = await db.select().from(accessLog).orderBy(desc(accessLog.no)).limit(1);
  return row ?? null;
}

export async function findHead(db: Db): Promise<ChainHead> {
  const row = await findLastRow(db);
  return row ? { no: row.no, hash: row.hash } : CHAIN_START;
}

/** The newest row in which the retention says what it took away. */
export async function findRetentionRow(db: Db): Promise<AccessRow | null> {
  const [row] = await db
    .select()
    .from(accessLog)
    .where(eq(accessLog.event, "retention"))
    .orderBy(desc(accessLog.no))
    .limit(1);
  return row ?? null;
}

/**
 * Adds rows that continue one another, in one statement: all of them or none. False where the log
 * does not end with the row before them: another desk has continued the chain meanwhile.
 */
export async function insertRows(db: Db, rows: readonly AccessRow[]): Promise<boolean> {
  const [first] = rows;
  if (!first) return true;
  try {
    const { rows: added } = (await db.execute(toInsert(rows, first.previousHash))) as unknown as {
      rows: unknown[];
    };
    return added.length === rows.length;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** One statement whatever the number of rows, so its text is short and made once. */
function toInsert(rows: readonly AccessRow[], lastHash: string): SQL {
  return sql`
    insert into access_log (no, at, event, outcome, staff_id, staff_name, role, sign_in_id, session_id,
      purpose, request_id, client, details, previous_hash, hash)
    select no, at, event, outcome, "staffId", "staffName", role, "signInId", "sessionId",
      purpose, "requestId", client, details, "previousHash", hash
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row_of_log (
      no bigint, at timestamptz, event text, outcome text, "staffId" text, "staffName" text, role text,
      "signInId" text, "sessionId" text, purpose text, "requestId" text, client text, details jsonb,
      "previousHash" text, hash text)
    where coalesce((select hash from access_log order by no desc limit 1), ${CHAIN_START.hash})
      = ${lastHash}
    returning no`;
}

/** Rows after `no`, in order, `limit` at most. */
export function listRowsAfter(db: Db, no: number, limit: number): Promise<AccessRow[]> {
  return db
    .select()
    .from(accessLog)
    .where(gt(accessLog.no, no))
    .orderBy(asc(accessLog.no))
    .limit(limit);
}
