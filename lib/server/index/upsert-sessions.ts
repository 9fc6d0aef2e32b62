import "server-only";
import type { Db } from "../db/db";
import { decideChanges, type NumberedRow, toRollupDeltas } from "./decide-changes";
import { resolveNumbers } from "./dictionaries";
import { toNamedRow } from "./index-row";
import { type Executor, withIndexWriter } from "./index-writer";
import type { IndexedRead } from "./indexed-session";
import { isPastRetention, type Retention } from "./retention";
import { applyRollupDeltas } from "./rollup";
import { findStoredRows, writeRows } from "./stored-rows";
import { findTombstones } from "./tombstones";

export type UpsertOptions = {
  now: Date;
  retention: Retention;
  /** Runs in the same transaction, after the rows: a checkpoint that must not come without them. */
  alongside?: ((tx: Executor) => Promise<void>) | undefined;
};

/**
 * Brings sessions into the index, all or none. Reads may come twice and in any order, see
 * `decideChanges`. Those past their retention are passed by. Gives the number of rows that changed.
 */
export async function upsertSessions(
  db: Db,
  reads: readonly IndexedRead[],
  { now, retention, alongside }: UpsertOptions,
): Promise<number> {
  const named = reads.map(toNamedRow).filter((row) => !isPastRetention(row, now, retention));
  const numbers = await resolveNumbers(
    db,
    named.map(({ names }) => names),
  );
  const rows = named.flatMap(({ names: _, ...facts }, at): NumberedRow[] => {
    const own = numbers[at];
    return own ? [{ ...facts, ...own }] : [];
  });
  if (rows.length === 0 && !alongside) return 0;
  return withIndexWriter(db, async (tx) => {
    const changed = rows.length === 0 ? 0 : await writeChanged(tx, rows);
    await alongside?.(tx);
    return changed;
  });
}

async function writeChanged(tx: Executor, rows: readonly NumberedRow[]): Promise<number> {
  const stored = await findStoredRows(
    tx,
    rows.map(({ id }) => id),
  );
  const unseen = rows.flatMap(({ id }) => (stored.has(id) ? [] : [id]));
  const changes = decideChanges(rows, stored, await findTombstones(tx, unseen));
  if (changes.length === 0) return 0;
  await writeRows(tx, changes);
  const before = changes.flatMap(({ row }) => stored.get(row.id) ?? []);
  await applyRollupDeltas(
    tx,
    toRollupDeltas(
      changes.map(({ row }) => row),
      before,
    ),
  );
  return changes.length;
}
