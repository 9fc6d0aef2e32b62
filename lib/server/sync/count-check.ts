import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import { saveState } from "../index/sync-state";
import { findDifference } from "./find-difference";
import { type CountCheck, type OutcomeCounts, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";

/** What differs is looked at again, as sessions change while both are counted. */
const LOOKS_MAX = 3;

/**
 * Compares the index with Kayle's own counts, keeps both, and tells. Kayle is asked once a look: the
 * counts are a check and nothing else, so nothing waits for them.
 */
export async function checkCounts(context: SyncContext): Promise<void> {
  const { db, clock, leader, settings, signal } = context;
  let check = await look(context);
  for (let looks = 1; looks < LOOKS_MAX; looks++) {
    if (findDifference(check, settings.retention) === null) break;
    await clock.sleep(settings.incrementalEveryMs * 2, signal);
    check = await look(context);
  }
  await saveState(db, STATE_KEYS.countCheck, check, leader);
  context.onCountCheck(check);
}

async function look({ db, source, clock }: SyncContext): Promise<CountCheck> {
  const overview = await source.findOverview();
  const checkedAt = clock.now();
  return {
    checkedAt,
    upstream: "counts" in overview ? overview.counts : null,
    fault: "fault" in overview ? overview.fault : null,
    index: await countOutcomes(db, checkedAt),
  };
}

/** The index counted as Kayle counts: open past its time is expired (recorded server 1.6.0). */
async function countOutcomes(db: Pick<Db, "execute">, now: Date): Promise<OutcomeCounts> {
  const rows = await readRows<{ outcome: keyof OutcomeCounts; count: number }>(
    db,
    sql`select case status when 'succeeded' then 'success' when 'failed' then 'failure'
        when 'expired' then 'expired' when 'cancelled' then 'cancelled' else 'active' end as outcome,
        sum(count)::integer as count from session_groups group by 1`,
  );
  const [late] = await readRows<{ count: number }>(
    db,
    sql`select count(*)::integer as count from session_index
      where group_id in (select id from session_groups where status in ('created', 'in_progress'))
        and expires_at <= ${now.toISOString()}::timestamptz`,
  );
  const counts = { total: 0, active: 0, success: 0, failure: 0, expired: 0, cancelled: 0 };
  for (const { outcome, count } of rows) {
    counts[outcome] += count;
    counts.total += count;
  }
  counts.active -= late?.count ?? 0;
  counts.expired += late?.count ?? 0;
  return counts;
}
