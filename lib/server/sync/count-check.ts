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
