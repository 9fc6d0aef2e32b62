import "server-only";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { OpenDatabase } from "../db/db";
import { readRows } from "../index/index-writer";
import { findState, saveState } from "../index/sync-state";
import { findBackfill, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";

/** Rows written since the last cleaning; then it is worth the second for which everyone waits. */
const CHANGES_MIN = 50_000;

const cleanedSchema = z.object({ changeNo: z.number() });

/**
 * The built-in database cleans nothing by itself: after a first fill and after many changes this sweeps up
 * old versions of rows and counts the tables anew for the planner, which goes through whole tables as long
 * as it knows no counts. How far the last cleaning had come is kept, so that a restart neither forgets one
 * nor repeats it.
 */
export async function cleanUpIfDue(
  { db, holder }: Pick<SyncContext, "db" | "holder">,
  engine: OpenDatabase["engine"],
): Promise<void> {
  if (engine !== "pglite") return;
  // A fill leaves no old versions behind; cleaning in the middle of one would only hold it up.
  if ((await findBackfill(db))?.pending.length !== 0) return;
  const changeNo = await readLastChange(db);
  const cleaned = await findState(db, STATE_KEYS.cleaned, cleanedSchema);
  if (cleaned && changeNo - cleaned.changeNo < CHANGES_MIN) return;
  // A tenth of Postgres's own sample: the plans come out the same, and everyone waits for a third of the time.
  await db.execute(sql`set default_statistics_target = 10`);
  await db.execute(sql`vacuum (analyze) session_index`);
  await db.execute(sql`vacuum (analyze) session_observations`);
  await db.execute(sql`vacuum (analyze) session_tombstones`);
  await db.execute(sql`vacuum (analyze) kayle_events`);
  await db.execute(sql`vacuum (analyze) kayle_deliveries`);
  await saveState(db, STATE_KEYS.cleaned, { changeNo }, holder);
}

async function readLastChange(db: SyncContext["db"]): Promise<number> {
  const [row] = await readRows<{ last: number }>(
    db,
    sql`select last_value::float8 as last from session_change_numbers`,
  );
  return row?.last ?? 0;
}
