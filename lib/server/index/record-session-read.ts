import "server-only";
import type { Db } from "../db/db";
import { findRowFault } from "./find-row-fault";
import type { IndexedSession } from "./indexed-session";
import { removeDeleted } from "./remove-sessions";
import type { Retention } from "./retention";
import { upsertSessions } from "./upsert-sessions";

/**
 * Lets the index have what somebody just read of a session, so that lists need not wait for the sync.
 * `readAt` is when it was asked for. A row for which the index has no room is passed by.
 */
export async function recordSessionRead(
  db: Db,
  session: IndexedSession,
  { readAt, now, retention }: { readAt: Date; now: Date; retention: Retention },
): Promise<void> {
  if (findRowFault(session) !== null) return;
  await upsertSessions(db, [{ session, readAt }], { now, retention });
}

/** Lets the index know that Kayle, asked at `askedAt`, has no session of this id. */
export async function recordSessionGone(db: Db, id: string, askedAt: Date): Promise<void> {
  await removeDeleted(db, [id], askedAt);
}
