import "server-only";
import type { ReadSource } from "@/lib/domain/observation";
import type { Db } from "../db/db";
import { decideChanges, isSame, type NumberedRow } from "./decide-changes";
import { forgetDictionaries, type RowNumbers, resolveNumbers } from "./dictionaries";
import { type NamedRow, toNamedRow } from "./index-row";
import { type Executor, withIndexWriter } from "./index-writer";
import type { IndexedRead } from "./indexed-session";
import { leaveOutKnown, rememberRows } from "./known-rows";
import { findLastLook, noteLook } from "./last-looks";
import { type ReadCircumstances, writeObservations } from "./observations";
import { isPastRetention, type Retention } from "./retention";
import { findStoredRows, writeRows } from "./stored-rows";
import { findTombstones } from "./tombstones";
import { forgetUnreadable } from "./unreadable-rows";
import { readWriterFacts, type WriterFacts } from "./writer-facts";

export type UpsertOptions = {
  /** The reads' answers were there at this time, or a little before. */
  now: Date;
  retention: Retention;
  /** Who made the reads; the sync where nobody says. */
  source?: ReadSource;
  /** Runs in the same transaction, after the rows: a checkpoint that must not come without them. */
  alongside?: ((tx: Executor, facts: WriterFacts) => Promise<void>) | undefined;
};

/**
 * Brings sessions into the index, all or none. Reads may come twice and in any order, see
 * `decideChanges`. Those past their retention are passed by, and none that is written counts as unreadable
 * any more. Gives the number of rows that changed.
 */
export function upsertSessions(
  db: Db,
  reads: readonly IndexedRead[],
  options: UpsertOptions,
): Promise<number> {
  return upsertRows(db, reads.map(toNamedRow), options);
}

/** The same for reads that were already taken apart. */
export async function upsertRows(
  db: Db,
  given: readonly NamedRow[],
  { now, retention, source = "sync", alongside }: UpsertOptions,
): Promise<number> {
  const named = given.filter((row) => !isPastRetention(row, now, retention));
  if (named.length === 0 && !alongside) return 0;
  const lastLookOf = (id: string) => findLastLook(db, id);
  const circumstances = { source, answeredAt: now, lastLookOf };
  for (;;) {
    const numbered = await toNumberedRows(db, named);
    const { rows, epoch } = numbered;
    const news = await leaveOutKnown(db, numbered);
    if (news.length === 0 && !alongside) {
      for (const row of rows) noteLook(db, row);
      return 0;
    }
    const written = await withIndexWriter(db, async (tx) => {
      const facts = await readWriterFacts(tx);
      if (rows.length > 0 && facts.epoch !== epoch) {
        // Entries of the dictionaries may have gone since their numbers were read.
        forgetDictionaries(db, facts.epoch);
        return null;
      }
      if (facts.hasUnreadable) {
        await forgetUnreadable(
          tx,
          given.map(({ id }) => id),
        );
      }
      const changed = await writeChanged(tx, news, facts, circumstances);
      await alongside?.(tx, facts);
      return { ...changed, facts };
    });
    if (written === null) continue;
    rememberRows(db, written.facts, written.settled, now);
    for (const row of rows) noteLook(db, row);
    return written.count;
  }
}

async function toNumberedRows(
  db: Db,
  named: readonly NamedRow[],
): Promise<{ rows: NumberedRow[]; epoch: string | null }> {
  const names = named.map((row) => row.names);
  const { numbers, epoch } = await resolveNumbers(db, names);
  const rows: NumberedRow[] = [];
  for (const [at, row] of named.entries()) {
    const own = numbers[at];
    if (own) rows.push(toNumberedRow(row, own));
  }
  return { rows, epoch };
}

/** Field by field: what is left out and spread anew costs ten times as much, a million times. */
function toNumberedRow(row: NamedRow, numbers: RowNumbers): NumberedRow {
  return {
    id: row.id,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    completedAt: row.completedAt,
    updatedAt: row.updatedAt,
    readAt: row.readAt,
    kindId: numbers.kindId,
    claimSetId: numbers.claimSetId,
    webhookSetId: numbers.webhookSetId,
    redirectHostId: numbers.redirectHostId,
    contractVersion: row.contractVersion,
    shareFieldCount: row.shareFieldCount,
    redirectUrl: row.redirectUrl,
  };
}

/** `settled` are those of the rows that the index then holds just as they are. */
async function writeChanged(
  tx: Executor,
  rows: readonly NumberedRow[],
  { lastGone }: WriterFacts,
  circumstances: ReadCircumstances,
): Promise<{ count: number; settled: NumberedRow[] }> {
  if (rows.length === 0) return { count: 0, settled: [] };
  const stored = await findStoredRows(
    tx,
    rows.map(({ id }) => id),
  );
  const unseen = rows.flatMap(({ id }) => (stored.has(id) ? [] : [id]));
  const tombstones = lastGone !== null ? await findTombstones(tx, unseen) : new Map();
  const changes = decideChanges(rows, stored, tombstones);
  if (changes.length > 0) {
    await writeRows(tx, changes);
    await writeObservations(tx, changes, stored, circumstances);
  }
  const changed = new Set(changes.map(({ row }) => row.id));
  const unchanged = rows.filter((row) => {
    const before = stored.get(row.id);
    return before && !changed.has(row.id) && isSame(row, before);
  });
  return { count: changes.length, settled: [...changes.map(({ row }) => row), ...unchanged] };
}
