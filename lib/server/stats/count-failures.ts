import "server-only";
import { addEnded, type FailureCounts, noFailures } from "@/lib/domain/failure-mix";
import type { SessionImage } from "../search/image/session-image";

/**
 * Counts how the sessions ended whose end lies from `fromMs` on and before `beforeMs`, in milliseconds
 * since 1970. Walks those alone, in the order of their ends.
 */
export function countFailures(
  image: SessionImage,
  fromMs: number,
  beforeMs: number,
): FailureCounts {
  const { columns, combinations, dictionaries, orders } = image;
  orders.endedAt.settle();
  // Row numbers begin at 1, so 0 stands before all that ended at the same moment.
  const low = orders.endedAt.countBefore({ time: fromMs, rowNo: 0 });
  const high = orders.endedAt.countBefore({ time: beforeMs, rowNo: 0 });
  const byKind = new Uint32Array(dictionaries.kinds.entries.length);
  for (const slot of orders.endedAt.slots().subarray(low, high)) {
    const kind = combinations.kind[columns.combination[slot] ?? -1] ?? 0;
    byKind[kind] = (byKind[kind] ?? 0) + 1;
  }
  const counts = noFailures();
  for (const [place, kind] of dictionaries.kinds.entries.entries()) {
    const { status, failureCode: failure_code } = kind;
    const { nfcTriesUsed: nfc_tries_used, livenessTriesUsed: liveness_tries_used } = kind;
    const ended = { status, failure_code, nfc_tries_used, liveness_tries_used };
    addEnded(counts, ended, byKind[place] ?? 0);
  }
  return counts;
}
