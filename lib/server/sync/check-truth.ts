import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import { saveState } from "../index/sync-state";
import { type OutcomeCounts, STATE_KEYS, type TruthState } from "./state";
import type { SyncContext } from "./sync-context";

/**
 * Compares the index with Kayle's own counts, and keeps both. Kayle is asked once: the counts are a
 * check and nothing else, so nothing waits for them.
 */
export async function checkTruth({ db, source, clock, holder }: SyncContext): Promise<void> {
  const overview = await source.findOverview();
  const checkedAt = clock.now();
  const truth: TruthState = {
    checkedAt,
    upstream: "counts" in overview ? overview.counts : null,
    fault: "fault" in overview ? overview.fault : null,
    index: await countOutcomes(db, checkedAt),
  };
  await saveState(db, STATE_KEYS.truth, truth, holder);
}

/** The index counted as Kayle counts: open past its time is expired (recorded server 1.6.0). */
export async function countOutcomes(db: Pick<Db, "execute">, now: Date): Promise<OutcomeCounts> {
  const rows = await readRows<{ outcome: keyof OutcomeCounts; count: number }>(
    db,
    sql`select case
        when k.status = 'succeeded' then 'success'
        when k.status = 'failed' then 'failure'
        when k.status in ('expired', 'cancelled') then k.status
        when k.status in ('created', 'in_progress')
          and s.expires_at <= ${now.toISOString()}::timestamptz then 'expired'
        else 'active' end as outcome, count(*)::integer as count
      from session_index s join session_kinds k on k.id = s.kind_id group by 1`,
  );
  const counts = { total: 0, active: 0, success: 0, failure: 0, expired: 0, cancelled: 0 };
  for (const { outcome, count } of rows) {
    counts[outcome] += count;
    counts.total += count;
  }
  return counts;
}
