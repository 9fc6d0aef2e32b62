import "server-only";
import { LRUCache } from "lru-cache";
import type { Db } from "../db/db";
import { isSame, type NumberedRow } from "./decide-changes";
import { readWriterFacts, type WriterFacts } from "./writer-facts";

/** Sessions live an hour; so many are read again every few seconds only where millions come in a month. */
const ROWS_MAX = 10_000;
/** Only of those the sync reads again every few seconds. */
const YOUNG_MS = 2 * 3_600_000;
/** So often each is compared with the table all the same, in case that lost something. */
const KNOWN_FOR_MS = 60_000;

/** While both stay the same no row is taken away, and each only moves on to what is newer. */
type Era = Pick<WriterFacts, "epoch" | "lastGone">;
type Kept = Era & { rows: LRUCache<string, NumberedRow> };

// Next evaluates a module several times in one process.
const store = globalThis as typeof globalThis & { __deskKnownRows?: WeakMap<Db, Kept> };

/**
 * The sync reads what can still change every few seconds, and nearly all of it is as it was. Such a read
 * need not be compared with the table, nor wait for its turn to write: this leaves out the rows that this
 * process has written or found in the index, just so, and that nobody can have taken away since. `epoch`
 * is that of the numbers in `rows`.
 */
export async function leaveOutKnown(
  db: Db,
  { rows, epoch }: { rows: readonly NumberedRow[]; epoch: string | null },
): Promise<readonly NumberedRow[]> {
  const kept = store.__deskKnownRows?.get(db);
  if (!kept || !rows.some((row) => kept.rows.has(row.id))) return rows;
  const facts = await readWriterFacts(db);
  // One of them may count as unreadable, which is put right in the course of writing.
  if (facts.hasUnreadable || facts.epoch !== epoch || !isOf(kept, facts)) return rows;
  return rows.filter((row) => {
    const known = kept.rows.get(row.id);
    return !known || !isSame(row, known);
  });
}

/** These stand in the index, just so, as of these facts. */
export function rememberRows(
  db: Db,
  { epoch, lastGone }: Era,
  rows: readonly NumberedRow[],
  now: Date,
): void {
  store.__deskKnownRows ??= new WeakMap();
  let kept = store.__deskKnownRows.get(db);
  if (!kept || !isOf(kept, { epoch, lastGone })) {
    kept = { epoch, lastGone, rows: new LRUCache({ max: ROWS_MAX, ttl: KNOWN_FOR_MS }) };
    store.__deskKnownRows.set(db, kept);
  }
  for (const row of rows) {
    if (now.getTime() - row.createdAt <= YOUNG_MS) kept.rows.set(row.id, row);
  }
}

function isOf(kept: Kept, { epoch, lastGone }: Era): boolean {
  return kept.epoch === epoch && kept.lastGone === lastGone;
}
