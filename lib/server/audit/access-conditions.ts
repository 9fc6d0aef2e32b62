import "server-only";
import { and, eq, gte, ilike, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { AccessFilters } from "@/lib/contracts/access-log";
import { endOfDay, startOfDay } from "@/lib/domain/day-range";
import { accessLog } from "../db/audit-schema";

/** What rows must fit, all of it as parameters; undefined where nothing is asked for. */
export function toAccessConditions(filters: AccessFilters): SQL | undefined {
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
