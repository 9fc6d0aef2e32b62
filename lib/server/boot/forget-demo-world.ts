import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { emptyIndex } from "../index/empty-index";

/**
 * The sandbox of a demo begins anew with each start, with the same ids in other lives. What the desk
 * saw of them the last time would be told as changes that nobody made, and notes would be on others.
 */
export async function forgetDemoWorld(db: Db): Promise<void> {
  await emptyIndex(db);
  await db.execute(sql`truncate session_observations, session_tombstones,
    session_notes, session_note_versions`);
}
