import "server-only";
import { type Retention, toOldestEnd, toWindowStart } from "../index/retention";
import { saveState } from "../index/sync-state";
import { scanPages } from "./scan-pages";
import { type BackfillState, findAsOf, findBackfill, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { GAP_AFTER_MS, RECENT_MS } from "./sync-settings";
import { cutNewest, type TimeRange, toSliceMs } from "./time-range";

/**
 * Notes what is missing from the index: what was before, and what has come to be missing since the
 * index was last in step. To be called before anything else moves that moment on.
 */
export async function planBackfill({
  db,
  clock,
  leader,
  settings: { retention },
}: SyncContext): Promise<BackfillState> {
  const now = clock.now();
  const windowStart = toWindowStart(now, retention);
  const [known, asOf] = [await findBackfill(db), await findAsOf(db)];
  const pending = known
    ? [
        ...findOlder(known, now, retention),
        ...known.pending,
        ...(asOf === null ? [] : findGap(asOf, now)),
      ]
    : [{ from: windowStart, to: now }];
  const plan = { windowStart, retentionDays: retention.days, pending };
  await saveState(db, STATE_KEYS.backfill, plan, leader);
  return plan;
}

/**
 * Brings in what is missing, the newest first, slice by slice; false where nothing was. A slice counts as
 * done in the transaction of its last rows, so a crash costs at most one slice scanned twice.
 */
export async function runBackfill(context: SyncContext, plan: BackfillState): Promise<boolean> {
  const { db, clock, settings, leader } = context;
  const pending = [...plan.pending];
  const save = (tx: Parameters<typeof saveState>[0]) =>
    saveState(tx, STATE_KEYS.backfill, { ...plan, pending }, leader);
  let last: { ms: number; rows: number } | null = null;
  for (let range = pending.pop(); range; range = pending.pop()) {
    const start = toWindowStart(clock.now(), settings.retention);
    const from = new Date(Math.max(range.from.getTime(), start.getTime()));
    if (from >= range.to) continue;
    const { slice, rest } = cutNewest({ from, to: range.to }, toSliceMs(last));
    if (rest) pending.push(rest);
    const query = { created_from: slice.from.toISOString(), created_to: slice.to.toISOString() };
    const ids = await scanPages(context, { priority: "bulk", query, finish: save });
    last = { ms: slice.to.getTime() - slice.from.getTime(), rows: ids.size };
  }
  await save(db);
  return last !== null;
}

/**
 * What is missing after the retention was lengthened: whatever had ended before the shorter one was
 * taken away day by day, so it reaches up to the oldest end that was kept until now.
 */
export function findOlder(
  known: Pick<BackfillState, "retentionDays">,
  now: Date,
  retention: Retention,
): TimeRange[] {
  if (retention.days <= known.retentionDays) return [];
  const to = toOldestEnd(now, { days: known.retentionDays });
  return [{ from: toWindowStart(now, retention), to }];
}

/**
 * After a long silence: sessions that were open at its beginning may have ended since, and others
 * have begun and ended within it. The incremental sync would not look back so far.
 */
function findGap(asOf: Date, now: Date): TimeRange[] {
  if (now.getTime() - asOf.getTime() < GAP_AFTER_MS) return [];
  return [{ from: new Date(asOf.getTime() - RECENT_MS), to: now }];
}
