import "server-only";
import { sql } from "drizzle-orm";
import type { OpenDatabase } from "../db/db";
import { removeEventsBefore } from "../events/remove-events";
import { readRows } from "../index/index-writer";
import { removeObservationsBefore } from "../index/observations";
import { pruneDictionaries } from "../index/prune-dictionaries";
import { forgetOldTombstones, removePastRetention } from "../index/remove-sessions";
import { toOldestEnd } from "../index/retention";
import { removeStrayNotesBefore } from "../notes/note-store";
import { findBackfill } from "./state";
import type { SyncContext } from "./sync-context";

const EVERY_MS = 60_000;
/** It looks through all rows, and images of the table are read anew when something went. */
const PRUNE_EVERY_MS = 24 * 3_600_000;
const DAY_MS = 86_400_000;
/** Rows written since the last cleaning; then the old versions are worth the stop it costs. */
const CHANGES_MIN = 50_000;

/**
 * Takes away what is past its retention, every minute. The built-in database cleans nothing by
 * itself, so old versions of rows are swept up here after many changes.
 */
export async function runMaintenance(
  context: SyncContext,
  engine: OpenDatabase["engine"],
): Promise<never> {
  let cleanedAt = await readLastChange(context);
  let pruneAt = 0;
  for (;;) {
    await removeOld(context);
    if (context.clock.now().getTime() >= pruneAt) {
      await pruneDictionaries(context.db);
      pruneAt = context.clock.now().getTime() + PRUNE_EVERY_MS;
    }
    const last = await readLastChange(context);
    // A first fill leaves no old versions behind and is followed by a cleaning of its own.
    const isFilling = (await findBackfill(context.db))?.pending.length !== 0;
    if (engine === "pglite" && !isFilling && last - cleanedAt > CHANGES_MIN) {
      await cleanUp(context.db);
      cleanedAt = last;
    }
    await context.clock.sleep(EVERY_MS, context.signal);
  }
}

/** Takes away whatever is past its time here: sessions, what belongs to them, tombstones. */
export async function removeOld({
  db,
  clock,
  settings: { retention },
}: SyncContext): Promise<void> {
  const now = clock.now();
  await removePastRetention(db, now, retention);
  await forgetOldTombstones(db, now);
  await removeEventsBefore(db, toOldestEnd(now, retention));
  await removeStrayNotesBefore(db, toOldestEnd(now, retention));
  // A session is open for an hour or so, so what was seen a day before the oldest end has no session.
  await removeObservationsBefore(db, new Date(toOldestEnd(now, retention).getTime() - DAY_MS));
}

/** Sweeps up old versions of rows and counts the tables anew for the planner. */
export async function cleanUp(db: SyncContext["db"]): Promise<void> {
  await db.execute(sql`vacuum (analyze) session_index`);
  await db.execute(sql`vacuum (analyze) session_observations`);
  await db.execute(sql`vacuum (analyze) session_tombstones`);
  await db.execute(sql`vacuum (analyze) kayle_events`);
  await db.execute(sql`vacuum (analyze) kayle_deliveries`);
}

async function readLastChange({ db }: SyncContext): Promise<number> {
  const [row] = await readRows<{ last: number }>(
    db,
    sql`select last_value::float8 as last from session_change_numbers`,
  );
  return row?.last ?? 0;
}
