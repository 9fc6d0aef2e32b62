import "server-only";
import { type Retention, toOldestEnd, toWindowStart } from "../index/retention";
import { saveState } from "../index/sync-state";
import { type BackfillState, findAsOf, findBackfill, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { FRESH_WINDOW_MS, GAP_AFTER_MS } from "./sync-settings";
import { cutNewest, type TimeRange, toSliceMs } from "./time-range";
import { walkRange } from "./walk-range";

export type Backfill = {
  /** Walks the newest slice that is still missing; false when none is. */
  step(): Promise<boolean>;
};

/**
 * Brings in what the index does not have yet, the newest first, slice by slice. A slice counts as
 * done in the transaction of its last rows, so a crash costs at most one slice walked twice.
 */
export async function openBackfill(context: SyncContext): Promise<Backfill> {
  const { db, clock, holder } = context;
  let state = await planBackfill(context);
  let last: { ms: number; rows: number } | null = null;
  await saveState(db, STATE_KEYS.backfill, state, holder);

  return {
    async step() {
      const range = clipToWindow(state.pending.at(-1), context);
      const others = state.pending.slice(0, -1);
      if (range === "none") return false;
      const { slice, rest } = range
        ? cutNewest(range, toSliceMs(last))
        : { slice: null, rest: null };
      const next = { ...state, pending: rest ? [...others, rest] : others };
      const finish = (tx: Parameters<typeof saveState>[0]) =>
        saveState(tx, STATE_KEYS.backfill, next, holder);
      if (slice === null) await finish(db);
      else last = { ms: toMs(slice), rows: (await walkSlice(context, slice, finish)).ids.size };
      state = next;
      return true;
    },
  };

  function clipToWindow(range: TimeRange | undefined, { settings }: SyncContext) {
    if (!range) return "none";
    const start = toWindowStart(clock.now(), settings.retention);
    const from = new Date(Math.max(range.from.getTime(), start.getTime()));
    return from < range.to ? { from, to: range.to } : null;
  }
}

function walkSlice(
  context: SyncContext,
  { from, to }: TimeRange,
  finish: NonNullable<Parameters<typeof walkRange>[1]["finish"]>,
) {
  const query = { created_from: from.toISOString(), created_to: to.toISOString() };
  return walkRange(context, { lane: "slow", query, finish });
}

function toMs({ from, to }: TimeRange): number {
  return to.getTime() - from.getTime();
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
