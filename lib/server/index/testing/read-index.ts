import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { readRows } from "../index-writer";

/** One row of the index with its numbers turned back into what they stand for. Times in ms. */
export type IndexEntry = {
  id: string;
  status: string;
  failure_code: string | null;
  nfc_tries_used: number;
  liveness_tries_used: number;
  contract_version: number;
  share_field_count: number;
  claim_keys: string[];
  webhook_ids: string[] | null;
  redirect_url: string | null;
  redirect_host: string | null;
  created_at: number;
  expires_at: number;
  completed_at: number | null;
  updated_at: number;
};

/** The whole index in the order of ids. */
export function readIndex(db: Db): Promise<IndexEntry[]> {
  return readRows<IndexEntry>(
    db,
    sql`select s.id, k.status, k.failure_code, k.nfc_tries_used, k.liveness_tries_used,
        s.contract_version, s.share_field_count, c.keys as claim_keys, w.ids as webhook_ids,
        s.redirect_url, h.host as redirect_host,
        ${toMs("s.created_at")} as created_at, ${toMs("s.expires_at")} as expires_at,
        ${toMs("s.completed_at")} as completed_at, ${toMs("s.updated_at")} as updated_at
      from session_index s
      join session_kinds k on k.id = s.kind_id
      join claim_sets c on c.id = s.claim_set_id
      join webhook_sets w on w.id = s.webhook_set_id
      left join redirect_hosts h on h.id = s.redirect_host_id
      order by s.id`,
  );
}

function toMs(column: string) {
  return sql.raw(`round(extract(epoch from ${column}) * 1000)::float8`);
}
