import "server-only";
import { asc, desc, eq, gt, type SQL, sql } from "drizzle-orm";
import { accessCheckpoints, accessLog } from "../db/audit-schema";
import { isUniqueViolation } from "../db/database-fault-error";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import { type AccessRow, CHAIN_START, type ChainHead, type Checkpoint } from "./access-row";

/** The last row that is in the table, or where the retention cut the chain off. */
export async function findHead(db: Db): Promise<ChainHead> {
  const [row] = await db
    .select({ no: accessLog.no, hash: accessLog.hash })
    .from(accessLog)
    .orderBy(desc(accessLog.no))
    .limit(1);
  if (row) return row;
  const checkpoint = await findCheckpoint(db);
  return checkpoint ? { no: checkpoint.lastNo, hash: checkpoint.lastHash } : CHAIN_START;
}

/** Where the retention cut the chain off last; null where it never did. */
export async function findCheckpoint(db: Db): Promise<Checkpoint | null> {
  const [checkpoint] = await db
    .select()
    .from(accessCheckpoints)
    .orderBy(desc(accessCheckpoints.lastNo))
    .limit(1);
  return checkpoint ?? null;
}

export async function insertCheckpoint(db: Db, checkpoint: Checkpoint): Promise<void> {
  await db.insert(accessCheckpoints).values(checkpoint);
}

export async function findRow(db: Db, no: number): Promise<AccessRow | null> {
  const [row] = await db.select().from(accessLog).where(eq(accessLog.no, no));
  return row ?? null;
}

/**
 * Adds rows that continue one another, in one statement: all of them or none. False where the table
 * does not end just before them: another desk has continued the chain meanwhile.
 */
export async function insertRows(db: Db, rows: readonly AccessRow[]): Promise<boolean> {
  const [first] = rows;
  if (!first) return true;
  try {
    const added = await readRows<{ no: string }>(db, toInsert(rows, first.no - 1));
    return added.length === rows.length;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** One statement whatever the number of rows, so its text is short and made once. */
function toInsert(rows: readonly AccessRow[], lastNo: number): SQL {
  return sql`
    insert into access_log (no, at, event, outcome, staff_id, staff_name, role, sign_in_id, session_id,
      purpose, request_id, client, details, previous_hash, hash)
    select no, at, event, outcome, "staffId", "staffName", role, "signInId", "sessionId",
      purpose, "requestId", client, details, "previousHash", hash
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row_of_log (
      no bigint, at timestamptz, event text, outcome text, "staffId" text, "staffName" text, role text,
      "signInId" text, "sessionId" text, purpose text, "requestId" text, client text, details jsonb,
      "previousHash" text, hash text)
    where coalesce(
      (select max(no) from access_log),
      (select max(last_no) from access_checkpoints),
      0) = ${lastNo}
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
