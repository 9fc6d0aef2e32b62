import "server-only";
import type { Executor } from "../index/index-writer";
import { type Retention, toOldestEnd, toWindowStart } from "../index/retention";
import { saveState } from "../index/sync-state";
import { type BackfillState, findAsOf, findBackfill, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { FRESH_WINDOW_MS, GAP_AFTER_MS } from "./sync-settings";
import { cutNewest, type TimeRange, toSliceMs } from "./time-range";
import { walkRange } from "./walk-range";

export type Backfill = {
  /**
   * Walks the newest slice that nobody walks yet; false when there is none. Several may be walked side
   * by side: while one waits for Kayle, what the other has read is written.
   */
  step(): Promise<boolean>;
};

/**
 * Brings in what the index does not have yet, the newest first, slice by slice. A slice counts as
 * done in the transaction of its last rows, so a crash costs at most a few slices walked twice.
 */
export async function openBackfill(context: SyncContext): Promise<Backfill> {
  const { db, clock, holder } = context;
  const { pending, ...plan } = await planBackfill(context);
  /** What nobody walks yet, the newest last, and what is being walked. */
  const missing = [...pending];
  const walking = new Set<TimeRange>();
  let last: { ms: number; rows: number } | null = null;
  const save = (tx: Executor) =>
    saveState(
      tx,
      STATE_KEYS.backfill,
      { ...plan, pending: [...missing, ...[...walking].reverse()] },
      holder,
    );
  await save(db);

  /** The newest slice of what is missing, as far as that is still kept; null at the end. */
  function takeSlice(): TimeRange | null {
    const start = toWindowStart(clock.now(), context.settings.retention);
    for (let range = missing.pop(); range; range = missing.pop()) {
      const from = new Date(Math.max(range.from.getTime(), start.getTime()));
      if (from >= range.to) continue;
      const { slice, rest } = cutNewest({ from, to: range.to }, toSliceMs(last));
      if (rest) missing.push(rest);
      walking.add(slice);
      return slice;
    }
    return null;
  }

  async function walk(slice: TimeRange): Promise<void> {
    const { ids } = await walkSlice(context, slice, async (tx) => {
      // From here on it is done: a transaction that fails ends the whole term.
      walking.delete(slice);
      await save(tx);
    });
    last = { ms: slice.to.getTime() - slice.from.getTime(), rows: ids.size };
  }

  return {
    async step() {
      const slice = takeSlice();
      if (slice === null) return false;
      await walk(slice);
      return true;
    },
  };
}

function walkSlice(
  context: SyncContext,
  { from, to }: TimeRange,
  finish: NonNullable<Parameters<typeof walkRange>[1]["finish"]>,
) {
  const query = { created_from: from.toISOString(), created_to: to.toISOString() };
  return walkRange(context, { lane: "slow", query, finish });
}

/** What was still missing, and what has come to be missing since the desk last looked. */
async function planBackfill(context: SyncContext): Promise<BackfillState> {
  const now = context.clock.now();
  const { retention } = context.settings;
  const plan = { windowStart: toWindowStart(now, retention), retentionDays: retention.days };
  const [known, asOf] = [await findBackfill(context.db), await findAsOf(context.db)];
  if (known === null) return { ...plan, pending: [{ from: plan.windowStart, to: now }] };
  const older = findOlder(known, now, retention);
  const gap = asOf === null ? [] : findGap(asOf, now);
  return { ...plan, pending: [...older, ...known.pending, ...gap] };
}

/**
 * What is missing after the retention was lengthened: whatever had ended before the shorter one was
 * taken away day by day, so it reaches up to the oldest end that was kept until now.
 */
export function findOlder(
  known: Pick<BackfillState, "windowStart" | "retentionDays">,
  now: Date,
  retention: Retention,
): TimeRange[] {
  const from = toWindowStart(now, retention);
  if (known.retentionDays === null) return from < known.windowStart ? [{ from, to: now }] : [];
  if (retention.days <= known.retentionDays) return [];
  return [{ from, to: toOldestEnd(now, { days: known.retentionDays }) }];
}

/**
 * After a long silence: sessions that were open at its beginning may have ended since, and others
 * have begun and ended within it. What `runFreshCycle` looks at would not reach back so far.
 */
export function findGap(asOf: Date, now: Date): TimeRange[] {
  if (now.getTime() - asOf.getTime() < GAP_AFTER_MS) return [];
  return [{ from: new Date(asOf.getTime() - FRESH_WINDOW_MS), to: now }];
}
