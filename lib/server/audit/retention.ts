import "server-only";
import { and, asc, eq, gte, lt, lte, sql } from "drizzle-orm";
import { ACCESS_LOG_DAYS } from "@/lib/domain/access-days";
import { accessCheckpoints, accessLog } from "../db/audit-schema";
import type { Db } from "../db/db";
import type { Checkpoint } from "./access-row";
import type { Journal } from "./journal/open-journal";

/** Removed a day's worth at a time, so that a year leaves some 365 checkpoints. */
const SLACK_DAYS = 1;
const DAY_MS = 86_400_000;

/**
 * Takes away the rows of more than 365 days, from the beginning of the chain alone, and leaves a
 * checkpoint that says where it goes on. The one code that deletes from the log: the database lets
 * it, because it says so in its own transaction.
 *
 * @returns how many rows went
 */
export async function removeOldAccess(
  db: Db,
  journal: Pick<Journal, "noteCheckpoint" | "removeFilesUpTo"> | null,
  now: Date,
): Promise<number> {
  const checkpoint = await db.transaction(async (tx) => {
    // Of several desks on one database one removes; the others find nothing left to do.
    await tx.execute(sql`lock table ${accessCheckpoints} in share row exclusive mode`);
    const next = await findNextCheckpoint(tx, now);
    if (!next) return null;
    // First in the journal: a checkpoint for rows that are still there does no harm.
    await journal?.noteCheckpoint(next);
    await tx.execute(sql`set local desk.access_log_retention = 'on'`);
    await tx.delete(accessLog).where(lte(accessLog.no, next.lastNo));
    await tx.insert(accessCheckpoints).values(next);
    return next;
  });
  if (!checkpoint) return 0;
  await journal?.removeFilesUpTo(checkpoint.lastNo);
  return checkpoint.removedCount;
}

async function findNextCheckpoint(db: Db, now: Date): Promise<Checkpoint | null> {
  const [first] = await db
    .select({ no: accessLog.no, at: accessLog.at })
    .from(accessLog)
    .orderBy(asc(accessLog.no))
    .limit(1);
  if (!first || first.at >= toDaysBefore(now, ACCESS_LOG_DAYS + SLACK_DAYS)) return null;
  const end = await findLastOld(db, toDaysBefore(now, ACCESS_LOG_DAYS));
  if (!end) return null;
  const removedCount = end.no - first.no + 1;
  return { lastNo: end.no, lastHash: end.hash, removedCount, at: now };
}

/** The row before the first that is kept: a clock that was put back must not tear a hole. */
async function findLastOld(db: Db, oldest: Date) {
  const [kept] = await db
    .select({ no: accessLog.no })
    .from(accessLog)
    .where(gte(accessLog.at, oldest))
    .orderBy(asc(accessLog.no))
    .limit(1);
  const isLast = kept
    ? and(lt(accessLog.at, oldest), eq(accessLog.no, kept.no - 1))
    : eq(accessLog.no, sql`(select max(${accessLog.no}) from ${accessLog})`);
  const [end] = await db
    .select({ no: accessLog.no, hash: accessLog.hash })
    .from(accessLog)
    .where(isLast);
  return end ?? null;
}

function toDaysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
