import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { readRows } from "../index-writer";
import { BUCKET_MS } from "../session-counts";

type Count = { group: string; created: string; completed: string; count: number };

/** What the counts say, with each group in words. */
export function readCounts(db: Db): Promise<Count[]> {
  return readRows(
    db,
    sql`select concat_ws(' ', status, failure_code, nfc_tries_used, liveness_tries_used, claim_keys,
          webhook_endpoint_ids, redirect_host, has_redirect) as group,
        created_from::text as created, completed_from::text as completed, count
      from session_groups full join session_counts on id = group_id order by 1, 2, 3`,
  );
}

/** The same, counted from the rows. */
export function countRows(db: Db): Promise<Count[]> {
  const bucket = (column: string) =>
    sql`date_bin(${`${BUCKET_MS} ms`}::interval, ${sql.raw(column)}, '1970-01-01T00:00Z'::timestamptz)`;
  return readRows(
    db,
    sql`select concat_ws(' ', status, failure_code, nfc_tries_used, liveness_tries_used, claim_keys,
          webhook_endpoint_ids, redirect_host, redirect_url is not null) as group,
        ${bucket("created_at")}::text as created,
        coalesce(${bucket("completed_at")}, 'infinity'::timestamptz)::text as completed,
        count(*)::int as count
      from session_index group by 1, 2, 3 order by 1, 2, 3`,
  );
}
