import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SearchTerm } from "@/lib/domain/search/query";
import { sessionCounts, sessionGroups, sessionIndex } from "../db/index-schema";
import { DAY_MS, toDayStart } from "../index/session-counts";
import { allOf, anyOf, COUNT_TIMES, ROW_TIMES, toCondition } from "./to-condition";

/** The times that a search can ask for. */
export type TimeKey = "created" | "ended";

/** In milliseconds since 1970; `before` does not count. Null is open. */
export type Span = { from: number | null; before: number | null };

/** Which counts are of sessions that all fit, and which are of sessions that must be looked at. */
export type CountedParts = {
  /** Outside of these stretches none fits; null where the search does not ask for times. */
  spans: Record<TimeKey, Span> | null;
  /** On `session_counts`: all of them fit, as far as it is not asked of the group. */
  isSure: SQL;
  /** On `session_groups`: the same, where the search does not ask for times. */
  isSureGroup: SQL;
  /** On `session_counts`: some may fit; null where there are none such. */
  isUnsure: SQL | null;
  /** On `session_counts`: what is counted as a whole. */
  isCounted: SQL;
  /** On `session_index`: rows that are counted besides, or were counted although they do not fit. */
  rows: readonly { condition: SQL; sign: 1 | -1 }[];
};

export type IsTerm = Extract<SearchTerm, { key: "is" }>;

/** Overdue is a matter of the clock and of each row. */
export function isOverdueTerm(term: SearchTerm): term is IsTerm {
  return term.key === "is" && term.values.includes("overdue");
}

/** A day on which a stretch of time begins or ends has both what fits and what does not. */
export function toCountedParts(
  terms: readonly SearchTerm[],
  rowConditions: readonly SQL[],
  now: Date,
): CountedParts {
  const times = terms.filter(({ key }) => key === "created" || key === "ended");
  const overdue = terms.filter(isOverdueTerm);
  const isInside = allOf(times.map((term) => toCondition(term, { now, times: COUNT_TIMES })));
  const ofGroup = allOf(overdue.map((term) => toEndedCondition(term, now)));
  const created = toEdges(times, "created");
  const ended = toEdges(times, "ended");
  const isOpen = overdue.length === 0 ? [] : [sql`${sessionGroups.isOpen}`];
  const unsure = [
    ...created.map((start) => sql`${sessionCounts.createdOn} = ${toTime(start)}`),
    ...ended.map((start) => sql`${sessionCounts.completedOn} = ${toTime(start)}`),
    ...isOpen.map((condition) => isOfGroup(sessionCounts.groupId, condition)),
  ];
  const unsureRows = [
    ...created.map((start) => isOnDay(ROW_TIMES.created, start)),
    ...ended.map((start) => isOnDay(ROW_TIMES.ended, start)),
    ...isOpen.map((condition) => isOfGroup(sessionIndex.groupId, condition)),
  ];
  const ofEnded = overdue.length === 0 ? [] : [isOfGroup(sessionCounts.groupId, ofGroup)];
  const isSure = allOf([isInside, sql`not ${anyOf(unsure)}`, ...ofEnded]);
  const edges = overdue.length === 0 ? toSingleEdges(times, now) : null;
  return {
    spans:
      times.length === 0
        ? null
        : { created: toSpan(times, "created"), ended: toSpan(times, "ended") },
    isSure,
    isSureGroup: ofGroup,
    isUnsure: unsure.length === 0 ? null : anyOf(unsure),
    ...(edges
      ? {
          isCounted: anyOf([allOf([isInside, sql`not ${anyOf(unsure)}`]), ...edges.whole]),
          rows: edges.rows,
        }
      : { isCounted: isSure, rows: toRows(unsureRows, rowConditions) }),
  };
}

function toRows(unsureRows: readonly SQL[], rowConditions: readonly SQL[]): CountedParts["rows"] {
  if (unsureRows.length === 0) return [];
  return [{ condition: allOf([anyOf(unsureRows), ...rowConditions]), sign: 1 }];
}

/**
 * The days at the ends of the one stretch of time that is asked for. Of a day that lies mostly in it all is
 * counted and the rest taken off again, so that never more than half a day's rows are looked at. Null where
 * there is more than one stretch.
 */
function toSingleEdges(
  [term, ...others]: readonly SearchTerm[],
  now: Date,
): { whole: SQL[]; rows: CountedParts["rows"] } | null {
  if (!term || others.length > 0 || term.negated) return null;
  if (term.key !== "created" && term.key !== "ended") return null;
  const [range, ...more] = term.ranges;
  if (!range || more.length > 0) return null;
  const from = toMs(range.from, Number.NEGATIVE_INFINITY);
  const before = toMs(range.before, Number.POSITIVE_INFINITY);
  const column = ROW_TIMES[term.key];
  const isBetween = (low: number, high: number) =>
    sql`(${column} >= ${toTime(low)} and ${column} < ${toTime(high)})`;
  const whole: SQL[] = [];
  const rows: { condition: SQL; sign: 1 | -1 }[] = [];
  for (const day of toEdges([term], term.key)) {
    const end = day + DAY_MS;
    const [low, high] = [Math.max(day, from), Math.min(end, before)];
    const isMostlyIn = Math.min(high, now.getTime()) - low > DAY_MS / 2;
    if (!isMostlyIn) {
      if (low < high) rows.push({ condition: isBetween(low, high), sign: 1 });
      continue;
    }
    whole.push(sql`${COUNT_DAYS[term.key]} = ${toTime(day)}`);
    if (day < low) rows.push({ condition: isBetween(day, low), sign: -1 });
    if (high < end) rows.push({ condition: isBetween(high, end), sign: -1 });
  }
  return { whole, rows };
}

const COUNT_DAYS: Record<TimeKey, SQL> = {
  created: sql`${sessionCounts.createdOn}`,
  ended: sql`${sessionCounts.completedOn}`,
};

function isOfGroup(column: { getSQL(): SQL }, condition: SQL): SQL {
  return sql`${column} in (select ${sessionGroups.id} from ${sessionGroups} where ${condition})`;
}

/** What has ended is never overdue, so its group decides about the other values of the term. */
function toEndedCondition(term: IsTerm, now: Date): SQL {
  const values = term.values.filter((value) => value !== "overdue");
  const others = toCondition({ ...term, values }, { now, times: COUNT_TIMES });
  return sql`(not ${sessionGroups.isOpen} and ${others})`;
}

/** What all of the terms of this key leave over together, as one stretch around it. */
function toSpan(terms: readonly SearchTerm[], key: TimeKey): Span {
  const span: Span = { from: null, before: null };
  for (const term of terms) {
    if (term.key !== key || term.negated) continue;
    const from = Math.min(
      ...term.ranges.map((range) => toMs(range.from, Number.NEGATIVE_INFINITY)),
    );
    const before = Math.max(
      ...term.ranges.map((range) => toMs(range.before, Number.POSITIVE_INFINITY)),
    );
    if (Number.isFinite(from)) span.from = Math.max(from, span.from ?? from);
    if (Number.isFinite(before)) span.before = Math.min(before, span.before ?? before);
  }
  return span;
}

function toMs(iso: string | null, otherwise: number): number {
  return iso === null ? otherwise : Date.parse(iso);
}

/** The days within which one of the stretches of time begins or ends. */
function toEdges(terms: readonly SearchTerm[], key: TimeKey): number[] {
  const moments = terms.flatMap((term) =>
    term.key === key ? term.ranges.flatMap(({ from, before }) => [from, before]) : [],
  );
  const inside = moments.flatMap((moment) => {
    const ms = moment === null ? Number.NaN : Date.parse(moment);
    return ms % DAY_MS === 0 || Number.isNaN(ms) ? [] : [toDayStart(ms)];
  });
  return [...new Set(inside)];
}

function isOnDay(column: SQL, start: number): SQL {
  return sql`(${column} >= ${toTime(start)} and ${column} < ${toTime(start + DAY_MS)})`;
}

/** On `session_counts`: the days on which something can fit at all. */
export function toSpanBounds({ created, ended }: Record<TimeKey, Span>): SQL[] {
  return [
    ...toDayBounds(sql`${sessionCounts.createdOn}`, created),
    ...toDayBounds(sql`${sessionCounts.completedOn}`, ended),
  ];
}

function toDayBounds(day: SQL, { from, before }: Span): SQL[] {
  return [
    ...(from === null ? [] : [sql`${day} >= ${toTime(toDayStart(from))}`]),
    ...(before === null ? [] : [sql`${day} < ${toTime(before)}`]),
  ];
}

export function toTime(ms: number): SQL {
  return sql`${new Date(ms).toISOString()}::timestamptz`;
}
