import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { isDeskError } from "../http/desk-error";
import { readRows } from "../index/index-writer";
import { removeDeleted } from "../index/remove-sessions";
import { forgetUnreadable, noteUnreadable } from "../index/unreadable-rows";
import { upsertSessions } from "../index/upsert-sessions";
import type { Priority } from "./rate-limiter";
import type { SyncContext } from "./sync-context";
import type { TimeRange } from "./time-range";

/**
 * After a range was scanned to its end: what the index has of it and Kayle did not list is asked for
 * singly, and goes only when Kayle says that it has no such session.
 */
export async function checkMissing(
  context: SyncContext,
  { from, to }: TimeRange,
  {
    listed,
    scannedAt,
    priority,
  }: { listed: ReadonlySet<string>; scannedAt: Date; priority: Priority },
): Promise<void> {
  const held = await listIds(
    context.db,
    sql`created_at >= ${from.toISOString()}::timestamptz
      and created_at < ${to.toISOString()}::timestamptz
      and read_at < ${scannedAt.toISOString()}::timestamptz`,
  );
  await recheckSingly(
    context,
    held.filter((id) => !listed.has(id)),
    priority,
  );
}

/** Reads each of these sessions again and writes what is true now, or that it cannot be read. */
export async function recheckSingly(
  { db, source, clock, settings: { retention } }: SyncContext,
  ids: readonly string[],
  priority: Priority,
): Promise<void> {
  for (const id of ids) {
    const found = await source.findSession(id, priority).catch(passByOddId);
    if (found === null) continue;
    if ("unreadable" in found) {
      // What was known of it stays: nobody said that it is gone.
      await noteUnreadable(db, [{ place: id, reason: found.unreadable }], clock.now());
      continue;
    }
    const { read, askedAt } = found;
    if (read === null) {
      await removeDeleted(db, [id], askedAt);
      await forgetUnreadable(db, [id]);
    } else {
      await upsertSessions(db, [read], { now: clock.now(), retention });
    }
  }
}

/** An id of another form cannot be asked for singly, so nothing can be said of it. */
function passByOddId(error: unknown): null {
  if (isDeskError(error) && error.code === "INVALID_SESSION_ID") return null;
  throw error;
}

export async function listIds(db: Db, condition: SQL): Promise<string[]> {
  const rows = await readRows<{ id: string }>(
    db,
    sql`select id from session_index where ${condition}`,
  );
  return rows.map(({ id }) => id);
}
