import "server-only";
import { sql } from "drizzle-orm";
import { saveState } from "../index/sync-state";
import { checkMissing, listIds, recheckSingly } from "./check-missing";
import { scanPages } from "./scan-pages";
import { STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { RECENT_MS } from "./sync-settings";

type IncrementalSync = {
  /** One look at what is new and at whatever can still change. */
  run(): Promise<void>;
};

/**
 * Keeps the newest part of the index in step. Everything recent is one list, and one call while little
 * happens. What is open although its hour is long over is looked at seldom: Kayle closes it in a sweep.
 */
export function createIncrementalSync(context: SyncContext): IncrementalSync {
  const { clock, db, leader, settings } = context;
  let overdueAt = Number.NEGATIVE_INFINITY;

  async function checkOverdue(before: Date): Promise<void> {
    if (clock.monotonicMs() - overdueAt < settings.overdueEveryMs) return;
    overdueAt = clock.monotonicMs();
    const open = await listIds(
      db,
      sql`completed_at is null and created_at < ${before.toISOString()}::timestamptz`,
    );
    if (open.length === 0) return;
    const stillOpen = new Set<string>();
    for (const status of ["created", "in_progress"] as const) {
      const query = { status, created_to: before.toISOString() };
      const ids = await scanPages(context, { priority: "incremental", query });
      for (const id of ids) stillOpen.add(id);
    }
    const unlisted = open.filter((id) => !stillOpen.has(id));
    await recheckSingly(context, unlisted, "incremental");
  }

  return {
    async run() {
      const startedAt = clock.now();
      const from = new Date(startedAt.getTime() - RECENT_MS);
      const query = { created_from: from.toISOString() };
      const listed = await scanPages(context, { priority: "incremental", query });
      const range = { from, to: startedAt };
      await checkMissing(context, range, {
        listed,
        scannedAt: startedAt,
        priority: "incremental",
      });
      await checkOverdue(from);
      await saveState(db, STATE_KEYS.incremental, { asOf: startedAt }, leader);
    },
  };
}
