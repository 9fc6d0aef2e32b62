import "server-only";
import { sql } from "drizzle-orm";
import { type Executor, toNumberList } from "./index-writer";

/**
 * The width of a bucket. A stretch of time that begins or ends within one is counted from the rows there:
 * wider ones mean more rows to count, narrower ones more counts to add up.
 */
export const BUCKET_MS = 6 * 3_600_000;

/** Where the bucket of a moment begins, both in milliseconds since 1970. */
export function toBucketStart(ms: number): number {
  return Math.floor(ms / BUCKET_MS) * BUCKET_MS;
}

/** What of a row decides where it is counted. Times are milliseconds since 1970. */
export type CountedRow = { groupId: number; createdAt: number; completedAt: number | null };

type Change = { group_id: number; created_from: string; completed_from: string; change: number };

/**
 * Counts rows that come and no longer counts rows that go; a row that changes is in both. In the transaction
 * that writes them, under the writer's lock. Groups that no session has any more go as well: they hold
 * names of the integrator's customers.
 */
export async function adjustCounts(
  tx: Pick<Executor, "execute">,
  { added, gone }: { added: readonly CountedRow[]; gone: readonly CountedRow[] },
): Promise<void> {
  const changes = toChanges(added, gone);
  if (changes.length === 0) return;
  await tx.execute(sql`insert into session_counts (group_id, created_from, completed_from, count)
    select group_id, created_from, completed_from, change
    from json_to_recordset(${JSON.stringify(changes)}::json) as r(group_id integer,
      created_from timestamptz, completed_from timestamptz, change integer)
    on conflict (group_id, created_from, completed_from)
      do update set count = session_counts.count + excluded.count`);
  const fewer = changes.filter(({ change }) => change < 0).map((change) => change.group_id);
  if (fewer.length > 0) await removeEmpty(tx, fewer);
}

async function removeEmpty(
  tx: Pick<Executor, "execute">,
  groupIds: readonly number[],
): Promise<void> {
  const ids = sql`${toNumberList(groupIds)}::int[]`;
  await tx.execute(sql`delete from session_counts where count = 0 and group_id = any(${ids})`);
  await tx.execute(sql`delete from session_groups g where id = any(${ids})
    and not exists (select 1 from session_counts c where c.group_id = g.id)`);
}

/** One for each place where the count changes. */
function toChanges(added: readonly CountedRow[], gone: readonly CountedRow[]): Change[] {
  const changes = new Map<string, Change>();
  const add = (row: CountedRow, change: number) => {
    const created_from = toIso(row.createdAt);
    const completed_from = row.completedAt === null ? "infinity" : toIso(row.completedAt);
    const key = `${row.groupId} ${created_from} ${completed_from}`;
    const sum = change + (changes.get(key)?.change ?? 0);
    changes.set(key, { group_id: row.groupId, created_from, completed_from, change: sum });
  };
  for (const row of added) add(row, 1);
  for (const row of gone) add(row, -1);
  return [...changes.values()].filter(({ change }) => change !== 0);
}

function toIso(ms: number): string {
  return new Date(toBucketStart(ms)).toISOString();
}
