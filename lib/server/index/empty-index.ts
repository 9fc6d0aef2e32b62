import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { withIndexWriter } from "./index-writer";

/** Forgets every row and where the sync stood. Tombstones stay: they are true of the next index as well. */
export async function emptyIndex(db: Db): Promise<void> {
  await withIndexWriter(db, async (tx) => {
    await tx.execute(sql`truncate session_index, session_groups, session_counts,
      unreadable_rows, kayle_events, kayle_deliveries, sync_state`);
  });
}
