import "server-only";
import { asc, gte, lte, sql } from "drizzle-orm";
import { ACCESS_LOG_DAYS } from "@/lib/domain/access-days";
import { accessLog } from "../db/audit-schema";
import type { Db } from "../db/db";
import type { AccessLogKey, AccessRow } from "./access-chain";
import { findHead } from "./access-store";
import { appendLocked, BY_DESK } from "./access-writer";

/** Removed a day's worth at a time, so that a year leaves some 365 entries. */
const SLACK_DAYS = 1;
const DAY_MS = 86_400_000;

/**
 * Takes away the rows of more than 365 days, from the beginning of the chain alone, and writes an
 * entry that says where it goes on. The one code that deletes from the log: the database lets it,
 * because it says so in its own transaction.
 *
 * @returns how many rows went
 */
export async function removeOldAccess(db: Db, key: AccessLogKey, now: Date): Promise<number> {
  if (!(await findOld(db, now))) return 0;
  return db.transaction(async (tx) => {
    await appendLocked(tx, key, []);
    // Looked for again under the lock: of several desks on one database one removes.
    const old = await findOld(tx, now);
    if (!old) return 0;
    const { count, upToNo } = old;
    const entry = { ...BY_DESK, event: "retention", details: { removed: count, upToNo } } as const;
    await appendLocked(tx, key, [{ entry, at: now }]);
    await tx.execute(sql`set local desk.access_log_retention = 'on'`);
    await tx.delete(accessLog).where(lte(accessLog.no, upToNo));
    return count;
  });
}

/** Up to which row the retention had removed all when it wrote this entry. */
export function toRemovedUpTo({ details }: AccessRow): number {
  return Number(details["upToNo"]);
}

/** Up to the row before the first that is kept: a clock that was put back must not tear a hole. */
async function findOld(db: Db, now: Date): Promise<{ count: number; upToNo: number } | null> {
  const { no, at } = accessLog;
  const inOrder = db.select({ no, at }).from(accessLog).orderBy(asc(no)).limit(1).$dynamic();
  const [first] = await inOrder;
  if (!first || first.at >= toDaysBefore(now, ACCESS_LOG_DAYS + SLACK_DAYS)) return null;
  const [kept] = await inOrder.where(gte(at, toDaysBefore(now, ACCESS_LOG_DAYS)));
  const upToNo = kept ? kept.no - 1 : (await findHead(db)).no;
  return { count: upToNo - first.no + 1, upToNo };
}

function toDaysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
