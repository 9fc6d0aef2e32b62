import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import type { RollupDelta } from "./decide-changes";
import { type Executor, readRows } from "./index-writer";

/** Adds to the counts; in the transaction that changes the rows. */
export async function applyRollupDeltas(
  tx: Pick<Executor, "execute">,
  deltas: readonly RollupDelta[],
): Promise<void> {
  if (deltas.length === 0) return;
  const rows = deltas.map(({ hour, kindId, count }) => {
    return { hour: new Date(hour).toISOString(), kind_id: kindId, count };
  });
  await tx.execute(sql`insert into session_rollup (hour, kind_id, count)
    select hour, kind_id, count from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(hour timestamptz, kind_id integer, count integer)
    on conflict (hour, kind_id) do update set count = session_rollup.count + excluded.count`);
}

/** How many counts differ from what the rows themselves give; 0 unless something is broken. */
export async function countRollupFaults(db: Pick<Db, "execute">): Promise<number> {
  const [row] = await readRows<{ faults: number }>(
    db,
    sql`select count(*)::integer as faults from (
      select date_trunc('hour', created_at, 'UTC') as hour, kind_id, count(*)::integer as count
      from session_index group by 1, 2
    ) as counted
    full join (select * from session_rollup where count <> 0) as kept using (hour, kind_id)
    where counted.count is distinct from kept.count`,
  );
  return row?.faults ?? 0;
}
