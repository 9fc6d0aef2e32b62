import "server-only";
import { sql } from "drizzle-orm";
import { type Executor, toNumberList } from "./index-writer";

export const DAY_MS = 86_400_000;

/** Where the day (UTC) of a moment begins, both in milliseconds since 1970. */
export function toDayStart(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

/** What of a row decides where it is counted. Times are milliseconds since 1970. */
export type CountedRow = { groupId: number; createdAt: number; completedAt: number | null };

type Change = { group_id: number; created_on: string; completed_on: string; change: number };

/**
 * Counts rows that come and no longer counts rows that go; a row that changes is in both. In the transaction
 * that writes them, under the writer's lock. Groups that no session has any more go as well: they hold
 * names of the integrator's customers.
 */
export async function adjustCounts(
  tx: Pick<Executor, "execute">,
  { added, gone }: { added: readonly CountedRow[]; gone: readonly CountedRow[] },
): Promise<void> {
  const changes = JSON.stringify(toChanges(added, gone));
  if (changes === "[]") return;
  const changed = sql`json_to_recordset(${changes}::json) as r(group_id integer,
    created_on timestamptz, completed_on timestamptz, change integer)`;
  await tx.execute(sql`insert into session_counts (group_id, created_on, completed_on, count)
    select group_id, created_on, completed_on, change from ${changed}
    on conflict (created_on, completed_on, group_id)
      do update set count = session_counts.count + excluded.count`);
  await tx.execute(sql`update session_groups set count = count + change
    from (select group_id, sum(change) as change from ${changed} group by 1) as sums
    where id = group_id and change <> 0`);
  if (gone.length === 0) return;
  await tx.execute(sql`delete from session_counts c using ${changed} where c.count = 0
    and c.group_id = r.group_id and c.created_on = r.created_on and c.completed_on = r.completed_on`);
  const left = toNumberList(gone.map(({ groupId }) => groupId));
  await tx.execute(sql`delete from session_groups where count = 0 and id = any(${left}::int[])`);
}

/** One for each place where the count changes. */
function toChanges(added: readonly CountedRow[], gone: readonly CountedRow[]): Change[] {
  const changes = new Map<string, Change>();
  const add = (row: CountedRow, change: number) => {
    const created_on = toIso(row.createdAt);
    const completed_on = row.completedAt === null ? "infinity" : toIso(row.completedAt);
    const key = `${row.groupId} ${created_on} ${completed_on}`;
    const sum = change + (changes.get(key)?.change ?? 0);
    changes.set(key, { group_id: row.groupId, created_on, completed_on, change: sum });
  };
  for (const row of added) add(row, 1);
  for (const row of gone) add(row, -1);
  return [...changes.values()].filter(({ change }) => change !== 0);
}

function toIso(ms: number): string {
  return new Date(toDayStart(ms)).toISOString();
}
