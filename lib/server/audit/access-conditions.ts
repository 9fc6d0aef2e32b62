import "server-only";
import { and, eq, gte, ilike, lte, or, type SQL } from "drizzle-orm";
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
    session === undefined ? undefined : eq(accessLog.sessionId, session),
    ticket === undefined ? undefined : ilike(accessLog.purpose, toPattern(ticket)),
    begin === null ? undefined : gte(accessLog.at, new Date(begin)),
    end === null ? undefined : lte(accessLog.at, new Date(end)),
  );
}

/** The text anywhere, whatever the case; `%`, `_` and `\` in it stand for themselves. */
function toPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
