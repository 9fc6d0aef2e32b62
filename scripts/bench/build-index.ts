import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { type BulkWorld, createBulkWorld } from "@/lib/sandbox/bulk";
import { toSession } from "@/lib/sandbox/row";
import type { OpenDatabase } from "@/lib/server/db/db";
import { openPglite } from "@/lib/server/db/open-pglite";
import { upsertSessions } from "@/lib/server/index/upsert-sessions";

const DAY_MS = 86_400_000;
const ROWS_AT_ONCE = 1_000;
const SLICE_ROWS = 5_000;
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
  for (let done = 0; done < size; done += SLICE_ROWS) {
    const slice = toSlice(world, done, Math.min(size, done + SLICE_ROWS));
    for (let from = 0; from < slice.length; from += ROWS_AT_ONCE) {
      const reads = slice.slice(from, from + ROWS_AT_ONCE).map((index) => ({
        session: toSession(world.row(index, now), "https://verify.kayle.id"),
        readAt: new Date(now),
      }));
      await upsertSessions(db, reads, { now: new Date(now), retention: RETENTION });
    }
    if ((done / SLICE_ROWS) % 10 === 0) report(done + slice.length, size, startedAt);
  }
  await db.execute(sql`vacuum analyze session_index`);
  report(size, size, startedAt);
}

/** As the sync comes by them: the newest stretch of time first, and in it in the order of ids. */
function toSlice(world: BulkWorld, from: number, to: number): number[] {
  const places = Array.from({ length: to - from }, (_, at) => world.size - 1 - from - at);
  return places.map((place) => world.order.nthCreated(place)).sort((a, b) => a - b);
}

function report(done: number, size: number, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(
    `built ${done} of ${size} sessions in ${seconds.toFixed(0)} s (${Math.round(done / seconds)}/s)\n`,
  );
}
