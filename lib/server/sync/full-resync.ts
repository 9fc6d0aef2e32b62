import "server-only";
import { toWindowStart } from "../index/retention";
import { saveState } from "../index/sync-state";
import { forgetUnreadableBefore } from "../index/unreadable-rows";
import { checkMissing } from "./check-missing";
import { scanPages } from "./scan-pages";
import { type FullResyncState, findFullResync, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { RECENT_MS } from "./sync-settings";
import { cutNewest, type TimeRange, toSliceMs } from "./time-range";

const UNREADABLE_KEPT_MS = 10 * 60_000;

export type FullResync = {
  /** Scans the next slice of the resync that is under way or due; idle when none is. */
  step(): Promise<"busy" | "finished" | "idle">;
  /** Makes one whole resync now, due or not. */
  runNow(): Promise<void>;
};

/**
 * Ended sessions change too: a withdrawal of the data cancels them, failure codes go after seven
 * days, and deletion takes the row. So everything older than the incremental sync looks at is scanned
 * once an hour, slice by slice, with a note after each of what is left.
 */
export async function openFullResync(context: SyncContext): Promise<FullResync> {
  const { db, clock, settings, leader } = context;
  let state = await findFullResync(db);
  let last: { ms: number; rows: number } | null = null;
  // A new index has just been filled: scanning all of it again at once would find what it holds.
  if (state === null) await save({ startedAt: clock.now(), rest: null, lastFinished: null });

  async function begin(): Promise<void> {
    const now = clock.now();
    const to = new Date(now.getTime() - RECENT_MS);
    const rest = { from: toWindowStart(now, settings.retention), to };
    await save({ startedAt: now, rest, lastFinished: state?.lastFinished ?? null });
  }

  async function save(next: FullResyncState): Promise<void> {
    await saveState(db, STATE_KEYS.fullResync, next, leader);
    state = next;
  }

  async function finish({ startedAt }: FullResyncState): Promise<void> {
    // Unreadable rows among the newest are met by the incremental sync, a moment before this began.
    await forgetUnreadableBefore(db, new Date(startedAt.getTime() - UNREADABLE_KEPT_MS));
    await save({ startedAt, rest: null, lastFinished: startedAt });
  }

  async function scanNext(current: FullResyncState, range: TimeRange): Promise<void> {
    const { slice, rest } = cutNewest(range, toSliceMs(last));
    const rows = await reconcile(context, slice);
    last = { ms: slice.to.getTime() - slice.from.getTime(), rows };
    if (rest) await save({ ...current, rest });
    else await finish(current);
  }

  return {
    async runNow() {
      await begin();
      while (state?.rest) await scanNext(state, state.rest);
    },
    async step() {
      if (state?.rest) {
        await scanNext(state, state.rest);
        return state.rest ? "busy" : "finished";
      }
      const dueAt = state ? state.startedAt.getTime() + settings.fullEveryMs : 0;
      if (clock.now().getTime() < dueAt) return "idle";
      await begin();
      return "busy";
    },
  };
}

/** Makes one slice of the index equal to Kayle's list of it. Gives how many rows Kayle listed. */
async function reconcile(context: SyncContext, slice: TimeRange): Promise<number> {
  const scannedAt = context.clock.now();
  const query = { created_from: slice.from.toISOString(), created_to: slice.to.toISOString() };
  const listed = await scanPages(context, { priority: "bulk", query });
  await checkMissing(context, slice, { listed, scannedAt, priority: "bulk" });
  return listed.size;
}
