import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";

/** Nothing is asked for again sooner. */
const SOONEST_SECONDS = 15;
/** Somebody may send it again by hand, or a withdrawal end it, long before the next attempt. */
const LATEST_SECONDS = 3600;

/** An event has a delivery for each endpoint, mostly one or two. */
const DELIVERIES_PER_EVENT = 5;

/**
 * Events that have an open delivery which may have changed by `now`, those first that were read the
 * longest ago: after its next attempt, or soon where Kayle did not tell when that is.
 */
export async function findDueEvents(
  db: Pick<Db, "execute">,
  now: Date,
  limit: number,
): Promise<string[]> {
  const soonest = new Date(now.getTime() - SOONEST_SECONDS * 1000);
  const latest = new Date(now.getTime() - LATEST_SECONDS * 1000);
  // In the order of the index, so that it need not look at all that are open.
  const rows = await readRows<{ event_id: string }>(
    db,
    sql`select event_id from (
      select event_id, read_at from kayle_deliveries where status not in ('succeeded', 'failed')
        and read_at <= ${soonest.toISOString()}::timestamptz
        and (next_attempt_at is null or next_attempt_at <= ${now.toISOString()}::timestamptz
          or read_at <= ${latest.toISOString()}::timestamptz)
      order by read_at limit ${limit * DELIVERIES_PER_EVENT}
    ) as due group by event_id order by min(read_at), event_id limit ${limit}`,
  );
  return rows.map(({ event_id }) => event_id);
}
