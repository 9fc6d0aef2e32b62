import "server-only";
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Db } from "../db/db";
import { findRowFault } from "./find-row-fault";
import type { IndexedRead, IndexedSession } from "./indexed-session";
import { noteLook } from "./last-looks";
import { removeDeleted } from "./remove-sessions";
import { findStoredRows } from "./stored-rows";
import { type UpsertOptions, upsertSessions } from "./upsert-sessions";

/** An open page reads the same every other second; so long the index is not asked again whether it has it. */
const RECORDED_MS = 60_000;
const RECORDED_MAX = 10_000;

type Recorded = LRUCache<string, string>;

// Next evaluates a module several times in one process.
const store = globalThis as typeof globalThis & { __deskRecorded?: WeakMap<Db, Recorded> };

/**
 * Lets the index have what people just read of sessions, so that lists need not wait for the sync. Rows
 * for which the index has no room are passed by.
 */
export async function recordSessionReads(
  db: Db,
  reads: readonly IndexedRead[],
  options: Required<Omit<UpsertOptions, "alongside">>,
): Promise<void> {
  const recorded = getRecorded(db);
  const news: { read: IndexedRead; state: string }[] = [];
  for (const read of reads) {
    const { id, completed_at: end } = read.session;
    const state = toState(read.session);
    const completedAt = end === null ? null : Date.parse(end);
    if (recorded.get(id) === state)
      noteLook(db, { id, completedAt, readAt: read.readAt.getTime() });
    else if (findRowFault(read.session) === null) news.push({ read, state });
  }
  if (news.length === 0) return;
  const changed = news.map(({ read }) => read);
  await upsertSessions(db, changed, options);
  for (const { read, state } of news) recorded.set(read.session.id, state);
}

/** Lets the index know that Kayle, asked at `askedAt`, has no session of this id. */
export async function recordSessionGone(db: Db, id: string, askedAt: Date): Promise<void> {
  getRecorded(db).delete(id);
  if ((await findStoredRows(db, [id])).size === 0) return;
  await removeDeleted(db, [id], askedAt);
}

/** Differs wherever anything of the session does; shorter to keep than the session. */
function toState(session: IndexedSession): string {
  return createHash("sha256").update(JSON.stringify(session)).digest("base64");
}

function getRecorded(db: Db): Recorded {
  store.__deskRecorded ??= new WeakMap();
  const known =
    store.__deskRecorded.get(db) ?? new LRUCache({ max: RECORDED_MAX, ttl: RECORDED_MS });
  store.__deskRecorded.set(db, known);
  return known;
}
