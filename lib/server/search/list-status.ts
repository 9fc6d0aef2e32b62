import "server-only";
import type { SearchResponse } from "@/lib/contracts/search";
import type { Retention } from "../index/retention";
import { findDifference } from "../sync/find-difference";
import type { CountCheck } from "../sync/state";
import type { SyncStatus } from "../sync/status";

type ListStatus = Pick<SearchResponse["meta"], "asOf" | "complete" | "coverage">;

/** What the list has to say about how fresh and how complete it is. */
export function toListStatus(status: SyncStatus, retention: Retention): ListStatus {
  return {
    asOf: status.asOf?.toISOString() ?? null,
    complete: status.complete,
    coverage: {
      completeSince: status.completeSince?.toISOString() ?? null,
      windowStart: status.windowStart.toISOString(),
      unreadableRows: status.unreadableRows,
      difference: toDifference(status.countCheck, retention),
      fault: toLastingFault(status),
    },
  };
}

function toDifference(
  check: CountCheck | null,
  retention: Retention,
): ListStatus["coverage"]["difference"] {
  const found = check && findDifference(check, retention);
  if (!found) return null;
  const { checkedAt, index, upstream } = found;
  return { at: checkedAt.toISOString(), listed: index.total, atKayle: upstream.total };
}

/** A fault that the index has been in step again after is over, noted as such or not. */
export function toLastingFault({
  asOf,
  lastError,
}: Pick<SyncStatus, "asOf" | "lastError">): ListStatus["coverage"]["fault"] {
  if (lastError === null || (asOf !== null && lastError.at <= asOf)) return null;
  return { code: lastError.code, at: lastError.at.toISOString() };
}
