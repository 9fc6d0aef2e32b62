import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SearchSort } from "@/lib/domain/search/query";
import { sessionCounts, sessionIndex } from "../db/index-schema";
import { BUCKET_MS } from "../index/session-counts";
import { type CountedParts, isOfGroups, toTime } from "./compile-search";
import { allOf } from "./to-condition";
import type { Ask } from "./with-search-budget";

/** A time by which sessions are in order, in their rows and in the counts. */
export type OrderColumn = { row: SQL; count: SQL; of: SQL; ofCounts: SQL };

/** The part of the list's order in which a page lies for certain. */
export type PageWindow = {
  /** On `session_index`. */
  condition: SQL;
  /** Sessions in it, and how many of them fit at most. */
  rows: number;
  fits: number;
};

export type WindowSearch = {
  groups: readonly number[] | null;
  counts: CountedParts;
  column: OrderColumn;
  direction: SearchSort["direction"];
  /** The page begins behind this moment; null for the first. */
  after: number | null;
  /** Rows of the page. */
  count: number;
};

type Bucket = { start: number; rows: number; sure: number; unsure: number };

/**
 * Finds by the counts how far the order must be read for a page, so that sessions that are rare, or that all
 * lie far back, are not looked for among millions of others. Null where none can fit.
 */
export async function findPageWindow(ask: Ask, search: WindowSearch): Promise<PageWindow | null> {
  const { column, direction, after, count } = search;
  const buckets = await readBuckets(ask, search);
  const first = buckets.findIndex(({ sure, unsure }) => sure + unsure > 0);
  if (first === -1) return null;
  const window = { rows: 0, fits: 0 };
  let last = first;
  let certain = 0;
  for (const [at, { start, rows, sure, unsure }] of buckets.entries()) {
    if (at < first) continue;
    window.rows += rows;
    window.fits += sure + unsure;
    if (sure + unsure > 0) last = at;
    // A part of the bucket in which the page before ended is behind us already.
    const isBegun = after !== null && after >= start && after < start + BUCKET_MS;
    certain += isBegun ? 0 : sure;
    if (certain >= count) break;
  }
  const starts = [buckets[first]?.start ?? 0, buckets[last]?.start ?? 0];
  const [from, before] = [Math.min(...starts), Math.max(...starts) + BUCKET_MS];
  // The ends of the order stay open: they bound nothing.
  const isOpen = {
    from: direction === "asc" && first === 0,
    before: direction === "desc" && first === 0,
  };
  const bounds = [
    ...(isOpen.from ? [] : [sql`${column.row} >= ${toTime(from)}`]),
    ...(isOpen.before ? [] : [sql`${column.row} < ${toTime(before)}`]),
  ];
  return { ...window, condition: allOf(bounds) };
}

/** In the order of the list. */
function readBuckets(ask: Ask, search: WindowSearch): Promise<Bucket[]> {
  const { groups, counts, column, direction, after } = search;
  const ofGroups = isOfGroups(sessionCounts.groupId, groups);
  const unsure = counts.isUnsure === null ? sql`false` : allOf([ofGroups, counts.isUnsure]);
  const bounds = after === null ? [] : [toBound(column, direction, after)];
  const order = sql.raw(direction);
  return ask<Bucket>(sql`select (extract(epoch from ${column.count}) * 1000)::float8 as start,
      sum(${sessionCounts.count})::int as rows,
      coalesce(sum(${sessionCounts.count}) filter (where ${ofGroups} and ${counts.isSure}), 0)::int
        as sure,
      coalesce(sum(${sessionCounts.count}) filter (where ${unsure}), 0)::int as unsure
    from ${sessionCounts} where ${allOf([column.ofCounts, ...bounds])}
    group by 1 order by 1 ${order}`);
}

function toBound({ count }: OrderColumn, direction: SearchSort["direction"], after: number): SQL {
  return direction === "desc"
    ? sql`${count} <= ${toTime(after)}`
    : sql`${count} > ${toTime(after - BUCKET_MS)}`;
}

/** By creation; `only` is what else is asked of rows and of counts. */
export const CREATED: OrderColumn = {
  row: sql`${sessionIndex.createdAt}`,
  count: sql`${sessionCounts.createdFrom}`,
  of: sql`true`,
  ofCounts: sql`true`,
};

/** Sessions that have ended, by their end. */
export const ENDED: OrderColumn = {
  row: sql`${sessionIndex.completedAt}`,
  count: sql`${sessionCounts.completedFrom}`,
  of: sql`${sessionIndex.completedAt} is not null`,
  ofCounts: sql`${sessionCounts.completedFrom} < 'infinity'::timestamptz`,
};

/** Sessions without an end, by creation: behind all others in the order of ends. */
export const UNENDED: OrderColumn = {
  ...CREATED,
  of: sql`${sessionIndex.completedAt} is null`,
  ofCounts: sql`${sessionCounts.completedFrom} = 'infinity'::timestamptz`,
};
