import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import type { Tombstone } from "./decide-changes";
import { toHash } from "./id-hash";
import type { IndexRow } from "./index-row";
import { type Executor, readRows } from "./index-writer";

/** What is left of these sessions, by id. */
export async function findTombstones(
  db: Pick<Db, "execute">,
  ids: readonly string[],
): Promise<Map<string, Tombstone>> {
  if (ids.length === 0) return new Map();
  const byHash = new Map(ids.map((id) => [toHash(id), id]));
  const hashes = JSON.stringify([...byHash.keys()]);
  const rows = await readRows<{ hash: string; seen: number }>(
    db,
    sql`select encode(id_hash, 'hex') as hash,
        (extract(epoch from deleted_seen_at) * 1000)::float8 as seen
      from session_tombstones where id_hash = any(array(
        select decode(hash, 'hex') from json_array_elements_text(${hashes}::json) as hash))`,
  );
  const found = new Map<string, Tombstone>();
  for (const { hash, seen } of rows) {
    const id = byHash.get(hash);
    if (id !== undefined) found.set(id, { deletedSeenAt: Math.round(seen) });
  }
  return found;
}

/** Notes that these sessions are gone; in the transaction that takes their rows away. */
export async function writeTombstones(
  tx: Pick<Executor, "execute">,
  gone: readonly IndexRow[],
  deletedSeenAt: Date,
): Promise<void> {
  const rows = gone.map(({ id, status, readAt }) => ({
    hash: toHash(id),
    status,
    last_seen_at: new Date(readAt).toISOString(),
  }));
  await tx.execute(sql`insert into session_tombstones
      (id_hash, last_status, last_seen_at, deleted_seen_at)
    select decode(hash, 'hex'), status, last_seen_at, ${deletedSeenAt.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(hash text, status text, last_seen_at timestamptz)
    on conflict (id_hash) do update set last_status = excluded.last_status, last_seen_at = excluded.last_seen_at,
      deleted_seen_at = excluded.deleted_seen_at`);
}

export type SeenBefore = { lastStatus: string; lastSeenAt: Date; deletedSeenAt: Date };

/** What is known of a session that is gone; null for one that was never seen here, or is here. */
export async function findSeenBefore(db: Db, id: string): Promise<SeenBefore | null> {
  const [row] = await readRows<{ status: string; seen: number; gone: number }>(
    db,
    sql`select last_status as status,
        (extract(epoch from last_seen_at) * 1000)::float8 as seen,
        (extract(epoch from deleted_seen_at) * 1000)::float8 as gone
      from session_tombstones where id_hash = decode(${toHash(id)}, 'hex')
        and not exists (select 1 from session_index where id = ${id})`,
  );
  if (!row) return null;
  const { status, seen, gone } = row;
  return { lastStatus: status, lastSeenAt: new Date(seen), deletedSeenAt: new Date(gone) };
}
