import "server-only";
import type { ReadSource } from "@/lib/domain/observation";
import type { Db } from "../db/db";
import { decideChanges } from "./decide-changes";
import { resolveNumbers } from "./dictionaries";
import { findRowFault } from "./find-row-fault";
import { toNamedRow } from "./index-row";
import type { IndexedRead, IndexedSession } from "./indexed-session";
import { noteLook } from "./last-looks";
import { removeDeleted } from "./remove-sessions";
import type { Retention } from "./retention";
import { findStoredRows } from "./stored-rows";
import { upsertSessions } from "./upsert-sessions";

export type SessionReadCircumstances = {
  /** When it was asked for. */
  readAt: Date;
  /** When the answer was there. */
  now: Date;
  retention: Retention;
  source: ReadSource;
};

/**
 * Lets the index have what somebody just read of a session, so that lists need not wait for the sync.
 * `readAt` is when it was asked for. A row for which the index has no room is passed by.
 */
export async function recordSessionRead(
  db: Db,
  session: IndexedSession,
  { readAt, now, retention, source }: SessionReadCircumstances,
): Promise<void> {
  if (findRowFault(session) !== null) return;
  const read = { session, readAt };
  if (await isKnown(db, read)) return;
  await upsertSessions(db, [read], { now, retention, source });
}

/** Lets the index know that Kayle, asked at `askedAt`, has no session of this id. */
export async function recordSessionGone(db: Db, id: string, askedAt: Date): Promise<void> {
  if ((await findStoredRows(db, [id])).size === 0) return;
  await removeDeleted(db, [id], askedAt);
}

/** Most reads show nothing new, and writers take turns: only a change is worth a turn. */
async function isKnown(db: Db, read: IndexedRead): Promise<boolean> {
  const stored = await findStoredRows(db, [read.session.id]);
  if (stored.size === 0) return false;
  const { names, ...facts } = toNamedRow(read);
  const {
    numbers: [own],
  } = await resolveNumbers(db, [names]);
  if (!own) return false;
  const changes = decideChanges([{ ...facts, ...own }], stored, new Map());
  if (changes.length === 0) noteLook(db, facts);
  return changes.length === 0;
}
