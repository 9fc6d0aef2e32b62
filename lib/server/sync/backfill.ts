import "server-only";
import { mayCopyEnded, NotAllNewError } from "../index/ended-rows";
import type { Executor } from "../index/index-writer";
import { type Retention, toOldestEnd, toWindowStart } from "../index/retention";
import { saveState } from "../index/sync-state";
import { type BackfillState, findAsOf, findBackfill, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { FRESH_WINDOW_MS, GAP_AFTER_MS } from "./sync-settings";
import { cutNewest, type TimeRange, toSliceMs } from "./time-range";
import { type Walk, walkRange } from "./walk-range";

export type Backfill = {
  /**
   * Walks the newest slice that nobody walks yet; null when there is none. Several may be walked side
   * by side: while one waits for Kayle, what the other has read is written.
   */
  step(): SliceWalk | null;
};

export type SliceWalk = {
  /** All of the slice is known, and its end is being written. Never rejects. */
  listed: Promise<void>;
  /** All of it is in the index. */
  written: Promise<void>;
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
  let isNew = await mayCopyEnded(db);
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

  /** Once more, comparing, where the index has some of it: after a crash, or after a long silence. */
  async function walkAll({ from, to }: TimeRange, ends: Pick<Walk, "onListed" | "finish">) {
    const query = { created_from: from.toISOString(), created_to: to.toISOString() };
    const walk: Walk = { lane: "slow", query, ...ends };
    try {
      await walkRange(context, { ...walk, isNew });
    } catch (error) {
      if (!(error instanceof NotAllNewError)) throw error;
      isNew = await mayCopyEnded(db);
      await walkRange(context, walk);
    }
  }

  function walk(slice: TimeRange): SliceWalk {
    let written: Promise<void> = Promise.resolve();
    const listed = new Promise<void>((resolve) => {
      const onListed = (ids: ReadonlySet<string>) => {
        last = { ms: slice.to.getTime() - slice.from.getTime(), rows: ids.size };
        resolve();
      };
      const finish = async (tx: Executor) => {
        // From here on it is done: a transaction that fails ends the whole term.
        walking.delete(slice);
        await save(tx);
      };
      written = walkAll(slice, { onListed, finish });
      written.catch(() => resolve());
    });
    return { listed, written };
  }

  return {
    step() {
      const slice = takeSlice();
      return slice && walk(slice);
    },
  };
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
