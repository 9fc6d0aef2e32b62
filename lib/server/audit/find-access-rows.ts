import "server-only";
import { and, asc, desc, eq, gte, ilike, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { AccessCoverage, AccessFilters } from "@/lib/contracts/access-log";
import { endOfDay, startOfDay } from "@/lib/domain/day-range";
import { accessLog } from "../db/audit-schema";
import type { Db } from "../db/db";
import type { AccessRow } from "./access-chain";

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
  const { no, at } = accessLog;
  const [first] = await db.select({ no, at }).from(accessLog).orderBy(asc(no)).limit(1);
  return { keptSince: first?.at.toISOString() ?? null, isCut: first !== undefined && first.no > 1 };
}

/** What rows must fit, all of it as parameters; undefined where nothing is asked for. */
function toAccessConditions(filters: AccessFilters): SQL | undefined {
  const { staff, event, outcome, session, ticket, from, to, zone } = filters;
  const begin = from === undefined ? null : startOfDay(from, zone);
  const end = to === undefined ? null : endOfDay(to, zone);
  return and(
    staff === undefined
      ? undefined
      : or(ilike(accessLog.staffName, toPattern(staff)), eq(accessLog.staffId, staff)),
    event && eq(accessLog.event, event),
    outcome && eq(accessLog.outcome, outcome),
    session === undefined ? undefined : toSessionCondition(session),
    ticket === undefined ? undefined : ilike(accessLog.purpose, toPattern(ticket)),
    begin === null ? undefined : gte(accessLog.at, new Date(begin)),
    end === null ? undefined : lte(accessLog.at, new Date(end)),
  );
}

/** About this session alone, or about several of which it is one. */
function toSessionCondition(id: string): SQL | undefined {
  const isAmong = sql`${accessLog.details} @> ${JSON.stringify({ ids: [id] })}::jsonb`;
  return or(eq(accessLog.sessionId, id), and(isNull(accessLog.sessionId), isAmong));
}

/** The text anywhere, whatever the case; `%`, `_` and `\` in it stand for themselves. */
function toPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
