import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { readRows } from "../index-writer";

type Count = {
  group: string;
  created: string;
  completed: string;
  count: number;
  /** How far the sum of a group's counts is from its own count. */
  miscounted: string;
};

/** What the counts say, with each group in words. */
export function readCounts(db: Db): Promise<Count[]> {
  return readRows(
    db,
    sql`select concat_ws(' ', status, failure_code, nfc_tries_used, liveness_tries_used, claim_keys,
          webhook_endpoint_ids, redirect_host, has_redirect) as group,
        created_on::text as created, completed_on::text as completed, session_counts.count,
        (sum(session_counts.count) over (partition by id) - session_groups.count)::text as miscounted
      from session_groups full join session_counts on id = group_id order by 1, 2, 3`,
  );
}

/** The same, counted from the rows. */
export function countRows(db: Db): Promise<Count[]> {
  const day = (column: string) => sql`date_trunc('day', ${sql.raw(column)}, 'UTC')`;
  return readRows(
    db,
    sql`select concat_ws(' ', status, failure_code, nfc_tries_used, liveness_tries_used, claim_keys,
          webhook_endpoint_ids, redirect_host, redirect_url is not null) as group,
        ${day("created_at")}::text as created,
        coalesce(${day("completed_at")}, 'infinity'::timestamptz)::text as completed,
        count(*)::int as count, '0' as miscounted
      from session_index group by 1, 2, 3 order by 1, 2, 3`,
  );
}
