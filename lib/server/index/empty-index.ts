import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { renewEpoch } from "./epoch";
import { withIndexWriter } from "./index-writer";

/**
 * Forgets every row and where the sync stood. Dictionaries and tombstones stay: they are true of the
 * next index as well. The new epoch tells whoever keeps an image of the table to load it anew.
 */
export async function emptyIndex(db: Db): Promise<void> {
  await withIndexWriter(db, async (tx) => {
    await tx.execute(sql`truncate session_index, unreadable_rows,
      kayle_events, kayle_deliveries, sync_state`);
    await renewEpoch(tx);
  });
}
