import "server-only";
import { sql } from "drizzle-orm";
import { saveState } from "../index/sync-state";
import { checkMissing, listIds, recheckSingly } from "./check-missing";
import { STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { FRESH_WINDOW_MS } from "./sync-settings";
import { walkRange } from "./walk-range";

/** A session of unknown status that never ends need not be asked for every few seconds. */
const STUBBORN_EVERY_MS = 60_000;

export type FreshCycle = {
  /** One look at what is new and at whatever can still change. */
  run(): Promise<void>;
};

/** Keeps the newest part of the index in step: see `run`. One per term as the holder. */
export function createFreshCycle(context: SyncContext): FreshCycle {
  const askedAt = new Map<string, number>();

  /** Sessions that are open although their hour is long over: Kayle closes them in a sweep. */
  async function checkOverdue(before: Date): Promise<void> {
    const open = await listOpenBefore(context, before);
    if (open.length === 0) return askedAt.clear();
    const stillOpen = new Set<string>();
    for (const status of ["created", "in_progress"] as const) {
      const query = { status, created_to: before.toISOString() };
      const { ids } = await walkRange(context, { lane: "fresh", query });
      for (const id of ids) stillOpen.add(id);
    }
    const now = context.clock.now().getTime();
    const due = open.filter((id) => {
      return !stillOpen.has(id) && now - (askedAt.get(id) ?? 0) >= STUBBORN_EVERY_MS;
    });
    await recheckSingly(context, due, "fresh");
    for (const id of due) askedAt.set(id, now);
  }

  return {
    async run() {
      const { clock, db, holder } = context;
      const startedAt = clock.now();
      const from = new Date(startedAt.getTime() - FRESH_WINDOW_MS);
      const query = { created_from: from.toISOString() };
      const { ids } = await walkRange(context, { lane: "fresh", query });
      const range = { from, to: startedAt };
      await checkMissing(context, range, { listed: ids, walkedAt: startedAt, lane: "fresh" });
      await checkOverdue(from);
      await saveState(db, STATE_KEYS.fresh, { asOf: startedAt }, holder);
    },
  };
}

function listOpenBefore({ db }: SyncContext, before: Date): Promise<string[]> {
  return listIds(
    db,
    sql`completed_at is null and created_at < ${before.toISOString()}::timestamptz`,
  );
}
