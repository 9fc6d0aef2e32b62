import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { IndexRow } from "./index-row";

/** When a session that went was found to be gone, in milliseconds since 1970. */
export type Tombstone = { deletedSeenAt: number };

/**
 * Which of the reads change the index. Reads may come twice and in any order: a row only moves to a
 * newer `updated_at`, at the same one only from open to ended, and else to what was asked for later.
 * A read that was asked for before the session was seen to be gone does not bring it back.
 */
export function decideChanges(
  reads: readonly IndexRow[],
  stored: ReadonlyMap<string, IndexRow>,
  tombstones: ReadonlyMap<string, Tombstone>,
): IndexRow[] {
  return pickNewest(reads).filter((row) => {
    const before = stored.get(row.id);
    if (before) return isNewer(row, before) && !isSame(row, before);
    const tombstone = tombstones.get(row.id);
    return !tombstone || row.readAt > tombstone.deletedSeenAt;
  });
}

function pickNewest(reads: readonly IndexRow[]): IndexRow[] {
  const newest = new Map<string, IndexRow>();
  for (const row of reads) {
    const other = newest.get(row.id);
    if (!other || isNewer(row, other)) newest.set(row.id, row);
  }
  return [...newest.values()];
}

/** Whether `row` says what is true later than what `other` says, or at least not earlier. */
function isNewer(row: IndexRow, other: IndexRow): boolean {
  if (row.updatedAt !== other.updatedAt) return row.updatedAt > other.updatedAt;
  const hasEnded = row.completedAt !== null;
  if (hasEnded !== (other.completedAt !== null)) return hasEnded;
  return row.readAt >= other.readAt;
}

/** Whether both say the same of the session, whenever they were read. */
function isSame(row: IndexRow, other: IndexRow): boolean {
  return isDeepStrictEqual(toComparable(row), toComparable(other));
}

/** A stored row has its group as well, which follows from the rest. */
function toComparable(row: IndexRow): unknown[] {
  return [
    row.updatedAt,
    row.status,
    row.failureCode,
    row.nfcTriesUsed,
    row.livenessTriesUsed,
    row.completedAt,
    row.createdAt,
    row.expiresAt,
    row.contractVersion,
    row.redirectUrl,
    row.claimKeys,
    row.webhookEndpointIds,
  ];
}
