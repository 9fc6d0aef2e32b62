import { sql } from "drizzle-orm";
import type { Db } from "@/lib/server/db/db";
import { readRows, withIndexWriter } from "@/lib/server/index/index-writer";
import { resolveGroups } from "@/lib/server/index/session-groups";
import { STATE_KEYS } from "@/lib/server/sync/state";
import { makeSeedGroups } from "./seed-groups";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Within the retention to its end, and older than what the sync looks at every few seconds. */
const DAYS = 29;
const YOUNGEST_MS = 3 * HOUR_MS;

/**
 * Fills an empty index by SQL with sessions that have ended, as the sync would leave it, in the order in
 * which they were created. Half of all sessions are in some 300 of the groups. Indexes are built after the
 * rows.
 */
export async function seedIndex(db: Db, count: number, now: Date): Promise<void> {
  await withIndexWriter(db, async (tx) => {
    await tx.execute(sql`set local maintenance_work_mem = '1GB'`);
    const groups = makeSeedGroups();
    const numbers = await resolveGroups(tx, groups);
    const picks = groups.map(({ digest }, pick) => ({ pick, group_id: numbers.get(digest) }));
    await tx.execute(sql`create temp table picks on commit drop as
      select * from json_to_recordset(${JSON.stringify(picks)}::json) as r(pick int, group_id int)`);
    const indexes = await readRows<{ name: string; definition: string }>(
      tx,
      sql`select indexname as name, indexdef as definition from pg_indexes
        where tablename = 'session_index' and indexname <> 'session_index_pkey'`,
    );
    for (const { name } of indexes) await tx.execute(sql`drop index ${sql.identifier(name)}`);
    await tx.execute(sql`alter table session_index drop constraint session_index_pkey`);
    const from = new Date(now.getTime() - DAYS * DAY_MS).toISOString();
    const seconds = (DAYS * DAY_MS - YOUNGEST_MS) / 1_000;
    await tx.execute(sql`select setseed(0.5)`);
    await tx.execute(sql`insert into session_index (id, created_at, expires_at, completed_at, updated_at,
        read_at, group_id, contract_version, share_field_count, status, failure_code, nfc_tries_used,
        liveness_tries_used, claim_keys, webhook_endpoint_ids, redirect_host, redirect_url, search_text)
      select 'vs_' || md5(n::text) || md5('x' || n), created_at, created_at + interval '1 hour',
        completed_at, completed_at + case when is_changed_after_end then interval '1 hour'
          else interval '4 ms' end, completed_at, g.id, 1, cardinality(claim_keys), status, failure_code,
        nfc_tries_used, liveness_tries_used, claim_keys, webhook_endpoint_ids, redirect_host, url,
        lower(url) || case when url like '%\\%2D%' then E'\n' || lower(replace(url, '%2D', '-')) else '' end
      from (select n, created_at, created_at + random() * interval '50 minutes' as completed_at, pick
        from (select n, ${from}::timestamptz
              + (n - random()) / ${count} * ${seconds} * interval '1 s' as created_at,
            floor(power(random(), 3) * ${groups.length})::int as pick
          from generate_series(1, ${count}::int) n) as drawn) as drawn
      join picks using (pick) join session_groups g on g.id = group_id
      cross join lateral (select case when has_redirect then 'https://' || redirect_host
        || '/return?order=TW' || case when n % 10 = 0 then '%2D' else '-' end || n end as url) as made`);
    await tx.execute(sql`alter table session_index add primary key (id)`);
    for (const { definition } of indexes) await tx.execute(sql.raw(definition));
    const day = (column: string) => sql`date_trunc('day', ${sql.raw(column)}, 'UTC')`;
    await tx.execute(sql`insert into session_counts (group_id, created_on, completed_on, count)
      select group_id, ${day("created_at")}, ${day("completed_at")}, count(*)
      from session_index group by 1, 2, 3`);
    await tx.execute(sql`update session_groups g set count = c.count from
      (select group_id, sum(count) as count from session_counts group by 1) c where c.group_id = g.id`);
    await tx.execute(sql`delete from session_groups where count = 0`);
    await saveStates(tx, now);
  });
  for (const table of ["session_index", "session_groups", "session_counts"]) {
    await db.execute(sql`vacuum analyze ${sql.identifier(table)}`);
  }
}

/** As if the sync had just done all of its work: Kayle's stand-in knows none of these sessions. */
async function saveStates(tx: Pick<Db, "execute">, now: Date): Promise<void> {
  const windowStart = new Date(now.getTime() - 31 * DAY_MS);
  const states = {
    [STATE_KEYS.backfill]: { windowStart, retentionDays: 30, pending: [] },
    [STATE_KEYS.incremental]: { asOf: now },
    [STATE_KEYS.fullResync]: { startedAt: now, rest: null, lastFinished: now },
  };
  for (const [key, value] of Object.entries(states)) {
    await tx.execute(sql`insert into sync_state (key, value, updated_at)
      values (${key}, ${JSON.stringify(value)}::jsonb, now())`);
  }
}
