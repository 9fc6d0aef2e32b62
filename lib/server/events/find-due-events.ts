import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";

/** Nothing is asked for again sooner. */
const SOONEST_SECONDS = 15;
/** Somebody may send it again by hand, or a withdrawal end it, long before the next attempt. */
const LATEST_SECONDS = 3600;

/**
 * Events that have an open delivery which may have changed by `now`, the longest due first: after
 * its next attempt, or soon where Kayle did not tell when that is.
 */
export async function findDueEvents(
  db: Pick<Db, "execute">,
  now: Date,
  limit: number,
): Promise<string[]> {
  // What these leave out is not due; they spare the database the sum for each open delivery.
  const soonest = new Date(now.getTime() - SOONEST_SECONDS * 1000);
  const latest = new Date(now.getTime() - LATEST_SECONDS * 1000);
  const rows = await readRows<{ event_id: string }>(
    db,
    sql`select event_id from (
      select event_id, least(
        greatest(next_attempt_at, read_at + ${SOONEST_SECONDS} * interval '1 second'),
        read_at + ${LATEST_SECONDS} * interval '1 second') as due_at
      from kayle_deliveries where status not in ('succeeded', 'failed')
        and read_at <= ${soonest.toISOString()}::timestamptz
        and (next_attempt_at is null or next_attempt_at <= ${now.toISOString()}::timestamptz
          or read_at <= ${latest.toISOString()}::timestamptz)
    ) as open group by event_id having min(due_at) <= ${now.toISOString()}::timestamptz
    order by min(due_at), event_id limit ${limit}`,
  );
  return rows.map(({ event_id }) => event_id);
}
