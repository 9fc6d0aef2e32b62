import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { sessionIndex, sessionTombstones } from "../db/index-schema";
import { removeEventsOf } from "../events/remove-events";
import { removeNotesOf } from "../notes/note-store";
import { type Executor, isAnyOf, withIndexWriter } from "./index-writer";
import { removeObservations } from "./observations";
import { type Retention, toOldestEnd } from "./retention";
import { adjustCounts } from "./session-counts";
import { findStoredRowsWhere } from "./stored-rows";
import { writeTombstones } from "./tombstones";

/** Rows of one transaction: many would make a person's search wait. */
const ROWS_AT_ONCE = 500;

const TOMBSTONE_DAYS = 365;
const DAY_MS = 86_400_000;

/**
 * Takes away sessions that Kayle no longer has, as found at `seenAt`, and leaves tombstones. A row
 * that was written from a later answer stays. Gives how many went.
 */
export function removeDeleted(db: Db, ids: readonly string[], seenAt: Date): Promise<number> {
  if (ids.length === 0) return Promise.resolve(0);
  const condition = sql`${isAnyOf(sessionIndex.id, ids)}
    and ${sessionIndex.readAt} <= ${seenAt.toISOString()}::timestamptz`;
  return withIndexWriter(db, (tx) => removeWhere(tx, condition, seenAt));
}

/** Takes away what is past its retention, ended or not, step by step. Gives how many went. */
export async function removePastRetention(
  db: Db,
  now: Date,
  retention: Retention,
): Promise<number> {
  const oldestEnd = toOldestEnd(now, retention).toISOString();
  // What ended before was created before, and there is an index of creations only.
  const condition = sql`${sessionIndex.id} in (select id from session_index
    where created_at < ${oldestEnd}::timestamptz
      and coalesce(completed_at, expires_at) < ${oldestEnd}::timestamptz
    limit ${ROWS_AT_ONCE})`;
  for (let total = 0; ; ) {
    const removed = await withIndexWriter(db, (tx) => removeWhere(tx, condition, now));
    total += removed;
    if (removed < ROWS_AT_ONCE) return total;
  }
}

/** A year on, nobody asks for it: Kayle's own log of who did what reaches no further back. */
export async function forgetOldTombstones(db: Db, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - TOMBSTONE_DAYS * DAY_MS).toISOString();
  await db
    .delete(sessionTombstones)
    .where(sql`${sessionTombstones.deletedSeenAt} < ${oldest}::timestamptz`);
}

async function removeWhere(tx: Executor, condition: SQL, seenAt: Date): Promise<number> {
  const gone = [...(await findStoredRowsWhere(tx, condition)).values()];
  if (gone.length === 0) return 0;
  await writeTombstones(tx, gone, seenAt);
  const ids = gone.map(({ id }) => id);
  await removeObservations(tx, ids);
  await removeEventsOf(tx, ids);
  await removeNotesOf(tx, ids);
  await tx.delete(sessionIndex).where(isAnyOf(sessionIndex.id, ids));
  await adjustCounts(tx, { added: [], gone });
  return gone.length;
}
