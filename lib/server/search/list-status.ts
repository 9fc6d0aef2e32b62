import "server-only";
import type { SearchResponse } from "@/lib/contracts/search";
import type { Db } from "../db/db";
import { getEnv } from "../env";
import { getSyncStatus } from "../sync/status";

type ListStatus = Pick<SearchResponse["meta"], "asOf" | "complete" | "coverage">;

/** What the list has to say about how fresh and how complete it is. */
export async function readListStatus(db: Db, now: Date): Promise<ListStatus> {
  const retention = { days: getEnv().retentionDays };
  const status = await getSyncStatus(db, { now, retention });
  return {
    asOf: status.asOf?.toISOString() ?? null,
    complete: status.complete,
    coverage: {
      completeSince: status.completeSince?.toISOString() ?? null,
      windowStart: status.windowStart.toISOString(),
      unreadableRows: status.unreadableRows,
    },
  };
}
