import "server-only";
import { asc, desc, eq, gt } from "drizzle-orm";
import { accessCheckpoints, accessLog } from "../db/audit-schema";
import type { Db } from "../db/db";
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
 * Adds rows in one statement: all of them or none. False where another desk has continued the chain
 * meanwhile, which their numbers show.
 */
export async function insertRows(db: Db, rows: readonly AccessRow[]): Promise<boolean> {
  try {
    await db.insert(accessLog).values([...rows]);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
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

const UNIQUE_VIOLATION = "23505";

function isTaken(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && "code" in cause && cause.code === UNIQUE_VIOLATION;
}
