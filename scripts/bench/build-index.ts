import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { createBulkWorld } from "@/lib/sandbox/bulk";
import { toSession } from "@/lib/sandbox/row";
import type { OpenDatabase } from "@/lib/server/db/db";
import { openPglite } from "@/lib/server/db/open-pglite";
import { upsertSessions } from "@/lib/server/index/upsert-sessions";

const DAY_MS = 86_400_000;
const ROWS_AT_ONCE = 1_000;
/** A little below the desk's own limit, so that nothing is past its time when it is written. */
const SPAN_MS = 29 * DAY_MS;
const RETENTION = { days: 30 };

/**
 * Opens the index of `size` sessions in `folder`, and builds it first where there is none: sessions
 * of the sandbox's world, newest at `now`, written by the store that the sync writes with.
 */
export async function openBenchIndex(folder: string, size: number): Promise<OpenDatabase> {
  const mark = join(folder, "complete.json");
  if (existsSync(mark)) return openPglite(folder);
  rmSync(folder, { recursive: true, force: true });
  const database = await openPglite(folder);
  const now = Date.now();
  await build(database, size, now);
  writeFileSync(mark, JSON.stringify({ size, now }));
  return database;
}

async function build({ db }: OpenDatabase, size: number, now: number): Promise<void> {
  const startedAt = performance.now();
  const endpointIds = ["whe_shop", "whe_bank", "whe_rentals"];
  const world = createBulkWorld({ seed: 7, size, now, spanMs: SPAN_MS, endpointIds });
  for (let from = 0; from < size; from += ROWS_AT_ONCE) {
    const length = Math.min(ROWS_AT_ONCE, size - from);
    const reads = Array.from({ length }, (_, at) => ({
      // In the order of ids, which is at random in time, as Kayle's pages come.
      session: toSession(world.row(from + at, now), "https://verify.kayle.id"),
      readAt: new Date(now),
    }));
    await upsertSessions(db, reads, { now: new Date(now), retention: RETENTION });
    if ((from / ROWS_AT_ONCE) % 50 === 0) report(from + length, size, startedAt);
  }
  await db.execute(sql`vacuum analyze session_index`);
  report(size, size, startedAt);
}

function report(done: number, size: number, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(
    `built ${done} of ${size} sessions in ${seconds.toFixed(0)} s (${Math.round(done / seconds)}/s)\n`,
  );
}
