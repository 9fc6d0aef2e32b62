import "server-only";
import type { ReadSource } from "@/lib/domain/observation";
import type { Db } from "../db/db";
import { decideChanges } from "./decide-changes";
import { type IndexRow, toIndexRow } from "./index-row";
import { type Executor, withIndexWriter } from "./index-writer";
import type { IndexedRead } from "./indexed-session";
import { findLastLook, noteLook } from "./last-looks";
import { type ReadCircumstances, writeObservations } from "./observations";
import { isPastRetention, type Retention } from "./retention";
import { adjustCounts } from "./session-counts";
import { resolveGroups, toGroup } from "./session-groups";
import { findStoredRows, type StoredRow, writeRows } from "./stored-rows";
import { findTombstones } from "./tombstones";
import { forgetUnreadable } from "./unreadable-rows";

export type UpsertOptions = {
  /** The reads' answers were there at this time, or a little before. */
  now: Date;
  retention: Retention;
  /** Who made the reads; the sync where nobody says. */
  source?: ReadSource;
  /** Runs in the same transaction, after the rows: a checkpoint that must not come without them. */
  alongside?: ((tx: Executor) => Promise<void>) | undefined;
};

/**
 * Brings sessions into the index, all or none. Reads may come twice and in any order, see
 * `decideChanges`. Those past their retention are passed by, and none that is written counts as unreadable
 * any more. Gives the number of rows that changed.
 */
export async function upsertSessions(
  db: Db,
  reads: readonly IndexedRead[],
  { now, retention, source = "sync", alongside }: UpsertOptions,
): Promise<number> {
  const given = reads.map(toIndexRow);
  const ids = given.map(({ id }) => id);
  const rows = given.filter((row) => !isPastRetention(row, now, retention));
  // Most reads show nothing new, and writers take turns: only a change is worth a turn.
  const news = await findNews(db, rows);
  const circumstances = {
    source,
    answeredAt: now,
    lastLookOf: (id: string) => findLastLook(db, id),
  };
  let changed = 0;
  if (news.length === 0 && !alongside) {
    // Only lists have rows that cannot be read, and every view of a session comes by here.
    if (source === "sync") await forgetUnreadable(db, ids);
  } else {
    changed = await withIndexWriter(db, async (tx) => {
      await forgetUnreadable(tx, ids);
      const count = await writeChanged(tx, news, circumstances);
      await alongside?.(tx);
      return count;
    });
  }
  for (const row of rows) noteLook(db, row);
  return changed;
}

/** Those that would change the index as it stands now. */
async function findNews(db: Db, rows: readonly IndexRow[]): Promise<IndexRow[]> {
  if (rows.length === 0) return [];
  const stored = await findStoredRows(
    db,
    rows.map(({ id }) => id),
  );
  return decideChanges(rows, stored, new Map());
}

async function writeChanged(
  tx: Executor,
  rows: readonly IndexRow[],
  circumstances: ReadCircumstances,
): Promise<number> {
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  const stored = await findStoredRows(tx, ids);
  const tombstones = await findTombstones(
    tx,
    ids.filter((id) => !stored.has(id)),
  );
  const changes = decideChanges(rows, stored, tombstones);
  if (changes.length === 0) return 0;
  const added = await withGroups(tx, changes);
  await writeRows(tx, added);
  const gone = changes.flatMap(({ id }) => stored.get(id) ?? []);
  await adjustCounts(tx, { added, gone });
  await writeObservations(tx, changes, stored, circumstances);
  return changes.length;
}

async function withGroups(
  tx: Pick<Executor, "execute">,
  rows: readonly IndexRow[],
): Promise<StoredRow[]> {
  const grouped = rows.map((row) => ({ row, group: toGroup(row) }));
  const numbers = await resolveGroups(
    tx,
    grouped.map(({ group }) => group),
  );
  return grouped.map(({ row, group }) => {
    const groupId = numbers.get(group.digest);
    if (groupId === undefined) throw new Error("A group was not entered.");
    return { ...row, groupId };
  });
}
