import "server-only";
import type { Db } from "../db/db";
import { findRowFault } from "./find-row-fault";
import type { IndexedRead } from "./indexed-session";
import { removeDeleted } from "./remove-sessions";
import { findStoredRows } from "./stored-rows";
import { type UpsertOptions, upsertSessions } from "./upsert-sessions";

/**
 * Lets the index have what people just read of sessions, so that lists need not wait for the sync. Rows
 * for which the index has no room are passed by.
 */
export async function recordSessionReads(
  db: Db,
  reads: readonly IndexedRead[],
  options: Required<Omit<UpsertOptions, "alongside">>,
): Promise<void> {
  const fitting = reads.filter(({ session }) => findRowFault(session) === null);
  if (fitting.length > 0) await upsertSessions(db, fitting, options);
}

/** Lets the index know that Kayle, asked at `askedAt`, has no session of this id. */
export async function recordSessionGone(db: Db, id: string, askedAt: Date): Promise<void> {
  if ((await findStoredRows(db, [id])).size === 0) return;
  await removeDeleted(db, [id], askedAt);
}
