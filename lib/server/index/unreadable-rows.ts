import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { unreadableRows } from "../db/index-schema";
import { toHash } from "./id-hash";
import type { Executor } from "./index-writer";

/** A row of Kayle's list that could not be read. */
export type UnreadableRow = {
  /** The id where it can be read, else where the row stood. */
  place: string;
  /** Paths of the fields at fault, never their content. */
  reason: string;
};

/** Keeps rows aside that could not be read, and forgets those that could be this time. */
export async function noteUnreadable(
  db: Pick<Executor, "execute">,
  unreadable: readonly UnreadableRow[],
  seenAt: Date,
): Promise<void> {
  if (unreadable.length === 0) return;
  const rows = unreadable.map(({ place, reason }) => ({ hash: toHash(place), reason }));
  const distinct = [...new Map(rows.map((row) => [row.hash, row])).values()];
  await db.execute(sql`insert into unreadable_rows (row_hash, reason, count, first_seen_at, seen_at)
    select decode(hash, 'hex'), reason, 1, ${seenAt.toISOString()}::timestamptz,
      ${seenAt.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(distinct)}::json) as r(hash text, reason text)
    on conflict (row_hash) do update set reason = excluded.reason,
      count = unreadable_rows.count + 1, seen_at = excluded.seen_at`);
}

/** Forgets that these could not be read; now they could. */
export async function forgetUnreadable(
  db: Pick<Executor, "execute">,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const hashes = JSON.stringify(ids.map(toHash));
  await db.execute(sql`delete from unreadable_rows where row_hash = any(array(
    select decode(hash, 'hex') from json_array_elements_text(${hashes}::json) as hash))`);
}

/** Forgets what a whole pass over Kayle's list, begun at `passStart`, did not meet any more. */
export async function forgetUnreadableBefore(db: Db, passStart: Date): Promise<void> {
  await db
    .delete(unreadableRows)
    .where(sql`${unreadableRows.seenAt} < ${passStart.toISOString()}::timestamptz`);
}
