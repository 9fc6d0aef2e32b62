import "server-only";
import type { RowNumbers } from "./dictionaries";
import type { RowFacts } from "./index-row";

/** A row with everything but what the database counts itself. */
export type NumberedRow = RowFacts & RowNumbers;

/** A row as it stands in the index. */
export type StoredRow = NumberedRow & { rowNo: number };

/** `rowNo` is null for a session that has none yet. */
export type RowChange = { row: NumberedRow; rowNo: number | null };

/** What is left of a session that went, as far as a read of it is concerned. */
export type Tombstone = { rowNo: number; deletedSeenAt: number };

/**
 * Which of the reads change the index. Reads may come twice and in any order: a row only moves to a
 * newer `updated_at`, at the same one only from open to ended, and else to what was asked for later.
 * A read that was asked for before the session was seen to be gone does not bring it back.
 */
export function decideChanges(
  reads: readonly NumberedRow[],
  stored: ReadonlyMap<string, StoredRow>,
  tombstones: ReadonlyMap<string, Tombstone>,
): RowChange[] {
  const changes: RowChange[] = [];
  for (const row of pickNewest(reads)) {
    const before = stored.get(row.id);
    if (before) {
      if (isNewer(row, before) && !isSame(row, before)) changes.push({ row, rowNo: before.rowNo });
      continue;
    }
    const tombstone = tombstones.get(row.id);
    if (tombstone && row.readAt <= tombstone.deletedSeenAt) continue;
    changes.push({ row, rowNo: tombstone?.rowNo ?? null });
  }
  return changes;
}

function pickNewest(reads: readonly NumberedRow[]): Iterable<NumberedRow> {
  const newest = new Map<string, NumberedRow>();
  for (const row of reads) {
    const other = newest.get(row.id);
    if (!other || isNewer(row, other)) newest.set(row.id, row);
  }
  return newest.values();
}

/** Whether `row` says what is true later than what `other` says, or at least not earlier. */
export function isNewer(row: NumberedRow, other: NumberedRow): boolean {
  if (row.updatedAt !== other.updatedAt) return row.updatedAt > other.updatedAt;
  const hasEnded = row.completedAt !== null;
  if (hasEnded !== (other.completedAt !== null)) return hasEnded;
  return row.readAt >= other.readAt;
}

/** Whether both say the same of the session, whenever they were read. */
export function isSame(row: NumberedRow, other: NumberedRow): boolean {
  return (
    row.updatedAt === other.updatedAt &&
    row.kindId === other.kindId &&
    row.completedAt === other.completedAt &&
    row.createdAt === other.createdAt &&
    row.expiresAt === other.expiresAt &&
    row.claimSetId === other.claimSetId &&
    row.webhookSetId === other.webhookSetId &&
    row.redirectHostId === other.redirectHostId &&
    row.contractVersion === other.contractVersion &&
    row.redirectUrl === other.redirectUrl
  );
}
