import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SessionSummary } from "@/lib/contracts/search";
import type { SearchSort } from "@/lib/domain/search/query";
import { sessionIndex } from "../db/index-schema";
import { type CompiledSearch, isOfGroups } from "./compile-search";
import { toTime } from "./counted-parts";
import { CREATED, ENDED, findPageWindow, type OrderColumn, UNENDED } from "./page-window";
import { allOf } from "./to-condition";
import type { Ask } from "./with-search-budget";

/**
 * A place in the list. Sorted by the end, sessions that have none stand behind all others, in the
 * order of their creation: that is part 1.
 */
export type PageKey = { part: 0 | 1; time: number; id: string };

export type PageRequest = {
  sort: SearchSort;
  after: PageKey | null;
  /** Rows that are wanted at most. */
  count: number;
  /** How many fit, where that is known exactly and is few: they are gathered and then put in order. */
  isFew: boolean;
};

export type Page = { rows: SessionSummary[]; keys: PageKey[] };

/** What looking for one group's newest rows costs, in rows that are read one after the other. */
const GROUP_COST = 8;

const PARTS: Record<SearchSort["by"], readonly OrderColumn[]> = {
  created: [CREATED],
  ended: [ENDED, UNENDED],
  updated: [{ ...CREATED, row: sql`${sessionIndex.updatedAt}` }],
};

/** The next rows of a list, in its order. */
export async function findPage(
  ask: Ask,
  search: CompiledSearch,
  request: PageRequest,
): Promise<Page> {
  const page: Page = { rows: [], keys: [] };
  for (const [part, column] of PARTS[request.sort.by].entries()) {
    const { after } = request;
    const left = request.count - page.rows.length;
    if (left <= 0 || (after !== null && after.part > part)) continue;
    const behind = after?.part === part ? after : null;
    const rows = await readPart(ask, search, column, { ...request, count: left, after: behind });
    for (const row of rows) {
      page.rows.push(toSummary(row));
      page.keys.push({ part: part === 0 ? 0 : 1, time: Math.round(row.at), id: row.id });
    }
  }
  return page;
}

async function readPart(
  ask: Ask,
  search: CompiledSearch,
  column: OrderColumn,
  request: PageRequest,
): Promise<Row[]> {
  const { sort, after, count, isFew } = request;
  const groups = search.groups?.fitting ?? null;
  const conditions = [column.rows, ...toPlace(column, sort, after), ...search.rowConditions];
  const order = toOrder(column, sort);
  const ofGroups = isOfGroups(sessionIndex.groupId, groups);
  if (isFew) {
    return ask(sql`with session_index as materialized (
        select * from ${sessionIndex} where ${allOf([ofGroups, ...conditions])})
      select ${toColumns(column)} from session_index order by ${order} limit ${count}`);
  }
  const isRestricted = groups !== null || search.rowConditions.length > 0;
  if (search.counts === null || sort.by === "updated" || !isRestricted) {
    return ask(sql`select ${toColumns(column)} from ${sessionIndex}
      where ${allOf([ofGroups, ...conditions])} order by ${order} limit ${count}`);
  }
  const window = await findPageWindow(ask, {
    groups,
    counts: search.counts,
    column,
    direction: sort.direction,
    after: after?.time ?? null,
    count,
  });
  if (window === null) return [];
  conditions.push(window.condition);
  const walked = (count * window.rows) / Math.max(1, window.fits);
  const gathered =
    groups === null
      ? Number.POSITIVE_INFINITY
      : groups.size * GROUP_COST + Math.min(groups.size * count, window.fits);
  if (groups === null || walked <= gathered) {
    return ask(sql`select ${toColumns(column)} from ${sessionIndex}
      where ${allOf([ofGroups, ...conditions])} order by ${order} limit ${count}`);
  }
  return ask(sql`select ${toColumns(column)}
    from unnest(${groups.list}::int[]) as wanted (group_id) cross join lateral (
      select * from ${sessionIndex}
      where ${sessionIndex.groupId} = wanted.group_id and ${allOf(conditions)}
      order by ${order} limit ${count}) as session_index
    order by ${order} limit ${count}`);
}

/** Behind the last row of the page before. */
function toPlace({ row }: OrderColumn, { direction }: SearchSort, after: PageKey | null): SQL[] {
  if (after === null) return [];
  const sign = direction === "desc" ? sql`<` : sql`>`;
  return [sql`(${row}, ${sessionIndex.id}) ${sign} (${toTime(after.time)}, ${after.id})`];
}

function toOrder({ row }: OrderColumn, { direction }: SearchSort): SQL {
  const way = sql.raw(direction);
  return sql`${row} ${way}, ${sessionIndex.id} ${way}`;
}

type Row = Omit<SessionSummary, "created_at" | "expires_at" | "completed_at" | "updated_at"> & {
  created: number;
  expires: number;
  completed: number | null;
  updated: number;
  /** The time by which it is in order, as all times in milliseconds since 1970. */
  at: number;
};

function toColumns({ row }: OrderColumn): SQL {
  const { createdAt, expiresAt, completedAt, updatedAt } = sessionIndex;
  return sql`id, status, failure_code, nfc_tries_used, liveness_tries_used, share_field_count,
    redirect_url, ${toMs(createdAt)} as created, ${toMs(expiresAt)} as expires,
    ${toMs(completedAt)} as completed, ${toMs(updatedAt)} as updated, ${toMs(row)} as at`;
}

function toMs(column: SQL | { getSQL(): SQL }): SQL {
  return sql`(extract(epoch from ${column}) * 1000)::float8`;
}

function toSummary({ created, expires, completed, updated, at: _, ...row }: Row): SessionSummary {
  return {
    ...row,
    created_at: toIso(created),
    expires_at: toIso(expires),
    completed_at: completed === null ? null : toIso(completed),
    updated_at: toIso(updated),
  };
}

function toIso(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}
