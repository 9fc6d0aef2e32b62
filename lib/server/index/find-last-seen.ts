import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "./index-writer";
import { findSeenBefore } from "./tombstones";

export type LastSeen = { lastStatus: string; lastSeenAt: Date };

/** How the desk last saw a session, whether or not it still has it; null where it has no trace. */
export async function findLastSeen(db: Db, id: string): Promise<LastSeen | null> {
  const [row] = await readRows<{ status: string; seen: number }>(
    db,
    sql`select status, (extract(epoch from read_at) * 1000)::float8 as seen
      from session_index where id = ${id}`,
  );
  if (row) return { lastStatus: row.status, lastSeenAt: new Date(Math.round(row.seen)) };
  const before = await findSeenBefore(db, id);
  return before && { lastStatus: before.lastStatus, lastSeenAt: before.lastSeenAt };
}
