import "server-only";
import { and, asc, desc, lt, type SQL, sql } from "drizzle-orm";
import type { AccessCoverage, AccessFilters } from "@/lib/contracts/access-log";
import { accessCheckpoints, accessLog } from "../db/audit-schema";
import type { Db } from "../db/db";
import { toAccessConditions } from "./access-conditions";
import type { AccessRow } from "./access-row";

export type AccessPage = { rows: AccessRow[]; cursor: number | null };

/** Rows that fit, the newest first, `limit` at most; `before` is the last number of the page before. */
export async function findAccessRows(
  db: Db,
  filters: AccessFilters,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<AccessPage> {
  const fits = toAccessConditions(filters);
  const isOlder = before === undefined ? undefined : lt(accessLog.no, before);
  const found = await db
    .select()
    .from(accessLog)
    .where(and(fits, isOlder))
    .orderBy(desc(accessLog.no))
    .limit(limit + 1);
  const rows = found.slice(0, limit);
  return { rows, cursor: found.length > limit ? (rows.at(-1)?.no ?? null) : null };
}

/** How many rows before `before` fit; counting stops at `max`. */
export async function countAccessRows(
  db: Db,
  filters: AccessFilters,
  { before, max }: { before: number; max: number },
): Promise<number> {
  const fits = and(toAccessConditions(filters), lt(accessLog.no, before)) as SQL;
  const some = db.select({ no: accessLog.no }).from(accessLog).where(fits).limit(max).as("some");
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}

/** How far back the log goes. */
export async function readAccessCoverage(db: Db): Promise<AccessCoverage> {
  const [first, cuts] = await Promise.all([
    db.select({ at: accessLog.at }).from(accessLog).orderBy(asc(accessLog.no)).limit(1),
    db.select({ no: accessCheckpoints.lastNo }).from(accessCheckpoints).limit(1),
  ]);
  return { keptSince: first[0]?.at.toISOString() ?? null, isCut: cuts.length > 0 };
}
