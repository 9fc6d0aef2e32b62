import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { readRows } from "../index-writer";

/** One row of the index. Times in ms. */
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
    sql`select id, status, failure_code, nfc_tries_used, liveness_tries_used, contract_version,
        share_field_count, claim_keys, webhook_endpoint_ids as webhook_ids, redirect_url, redirect_host,
        ${toMs("created_at")} as created_at, ${toMs("expires_at")} as expires_at,
        ${toMs("completed_at")} as completed_at, ${toMs("updated_at")} as updated_at
      from session_index order by id`,
  );
}

function toMs(column: string) {
  return sql.raw(`round(extract(epoch from ${column}) * 1000)::float8`);
}
