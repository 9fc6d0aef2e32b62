import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SearchSort } from "@/lib/domain/search/query";
import { sessionCounts, sessionIndex } from "../db/index-schema";
import { DAY_MS, toDayStart } from "../index/session-counts";
import { type GroupList, isOfGroups } from "./compile-search";
import { type CountedParts, toSpanBounds, toTime } from "./counted-parts";
import { allOf } from "./to-condition";
import type { Ask } from "./with-search-budget";

/** A time by which sessions are in order: in their rows, in the counts, and which of both are in it. */
export type OrderColumn = { row: SQL; day: SQL; rows: SQL; days: SQL };

/** The part of the list's order in which a page lies for certain. */
export type PageWindow = {
  /** On `session_index`. */
  condition: SQL;
  /** Sessions in it, and how many of them fit at most. */
  rows: number;
  fits: number;
};

export type WindowSearch = {
  groups: GroupList | null;
  counts: CountedParts;
  column: OrderColumn;
  direction: SearchSort["direction"];
  /** The page begins behind this moment; null for the first. */
  after: number | null;
  /** Rows of the page. */
  count: number;
};

type Day = { start: number; rows: number; sure: number; unsure: number };

/** Nearly every page lies in the first days of what is left of the order; only else all are asked for. */
const FIRST_DAYS = 2;

/**
 * Finds by the counts how far the order must be read for a page, so that sessions that are rare, or that all
 * lie far back, are not looked for among millions of others. Null where none can fit.
 */
export async function findPageWindow(ask: Ask, search: WindowSearch): Promise<PageWindow | null> {
  const near = toWindow(await readDays(ask, search, FIRST_DAYS), search);
  if (near?.isFull) return near;
  return toWindow(await readDays(ask, search, null), search);
}

function toWindow(
  days: readonly Day[],
  { column, after, count }: WindowSearch,
): (PageWindow & { isFull: boolean }) | null {
  const first = days.findIndex(({ sure, unsure }) => sure + unsure > 0);
  if (first === -1) return null;
  const window = { rows: 0, fits: 0 };
  let last = first;
  let certain = 0;
  for (const [at, { start, rows, sure, unsure }] of days.entries()) {
    if (at < first) continue;
    window.rows += rows;
    window.fits += sure + unsure;
    if (sure + unsure > 0) last = at;
    // A part of the day in which the page before ended is behind us already.
    certain += after !== null && toDayStart(after) === start ? 0 : sure;
    if (certain >= count) break;
  }
  const starts = [days[first]?.start ?? 0, days[last]?.start ?? 0];
  const [from, before] = [Math.min(...starts), Math.max(...starts) + DAY_MS];
  const condition = sql`(${column.row} >= ${toTime(from)} and ${column.row} < ${toTime(before)})`;
  return { ...window, condition, isFull: certain >= count };
}

/** The days that are left, in the order of the list; `max` of them, empty ones included. */
function readDays(ask: Ask, search: WindowSearch, max: number | null): Promise<Day[]> {
  const { groups, counts, column, direction } = search;
  const ofGroups = isOfGroups(sessionCounts.groupId, groups);
  const unsure = counts.isUnsure === null ? sql`false` : allOf([ofGroups, counts.isUnsure]);
  const sum = (condition: SQL) =>
    sql`coalesce(sum(${sessionCounts.count}) filter (where ${condition}), 0)::int`;
  return ask<Day>(sql`select (extract(epoch from ${column.day}) * 1000)::float8 as start,
      sum(${sessionCounts.count})::int as rows, ${sum(allOf([ofGroups, counts.isSure]))} as sure,
      ${sum(unsure)} as unsure
    from ${sessionCounts} where ${allOf([column.days, ...toBounds(search, max)])}
    group by 1 order by 1 ${sql.raw(direction)}`);
}

function toBounds({ counts, column, direction, after }: WindowSearch, max: number | null): SQL[] {
  const isDown = direction === "desc";
  const spans = counts.spans === null ? [] : toSpanBounds(counts.spans);
  const behind = isDown ? sql`<=` : sql`>=`;
  const place = after === null ? null : toTime(toDayStart(after));
  const bounds = [...spans, ...(place === null ? [] : [sql`${column.day} ${behind} ${place}`])];
  if (max === null) return bounds;
  const end = isDown ? sql`max(${column.day})` : sql`min(${column.day})`;
  const start = sql`(select ${end} from ${sessionCounts}
    where ${allOf([column.days, ...bounds])})`;
  const reach = sql`${max * 24} * interval '1 hour'`;
  return [
    ...bounds,
    isDown ? sql`${column.day} > ${start} - ${reach}` : sql`${column.day} < ${start} + ${reach}`,
  ];
}

export const CREATED: OrderColumn = {
  row: sql`${sessionIndex.createdAt}`,
  day: sql`${sessionCounts.createdOn}`,
  rows: sql`true`,
  days: sql`true`,
};

/** Sessions that have ended, by their end. */
export const ENDED: OrderColumn = {
  row: sql`${sessionIndex.completedAt}`,
  day: sql`${sessionCounts.completedOn}`,
  rows: sql`${sessionIndex.completedAt} is not null`,
  days: sql`${sessionCounts.completedOn} < 'infinity'::timestamptz`,
};

/** Sessions without an end, by creation: behind all others in the order of ends. */
export const UNENDED: OrderColumn = {
  ...CREATED,
  rows: sql`${sessionIndex.completedAt} is null`,
  days: sql`${sessionCounts.completedOn} = 'infinity'::timestamptz`,
};
