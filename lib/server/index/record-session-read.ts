import "server-only";
import type { Db } from "../db/db";
import { findRowFault } from "./find-row-fault";
import type { IndexedSession } from "./indexed-session";
import { removeDeleted } from "./remove-sessions";
import { findStoredRows } from "./stored-rows";
import { type UpsertOptions, upsertSessions } from "./upsert-sessions";

export type SessionReadCircumstances = Required<Omit<UpsertOptions, "alongside">> & {
  /** When it was asked for. */
  readAt: Date;
};

/**
 * Lets the index have what somebody just read of a session, so that lists need not wait for the sync.
 * A row for which the index has no room is passed by.
 */
export async function recordSessionRead(
  db: Db,
  session: IndexedSession,
  { readAt, ...options }: SessionReadCircumstances,
): Promise<void> {
  if (findRowFault(session) !== null) return;
  await upsertSessions(db, [{ session, readAt }], options);
}

/** Lets the index know that Kayle, asked at `askedAt`, has no session of this id. */
export async function recordSessionGone(db: Db, id: string, askedAt: Date): Promise<void> {
  if ((await findStoredRows(db, [id])).size === 0) return;
  await removeDeleted(db, [id], askedAt);
}
