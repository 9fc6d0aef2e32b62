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

type FullResync = {
  /** Until one is due; 0 while one is under way. */
  dueInMs(): number;
  /** Goes on with the one that is under way, or makes a new one; `isNew` begins one in any case. */
  run(options?: { isNew: boolean }): Promise<void>;
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
    dueInMs() {
      if (!state || state.rest) return 0;
      return Math.max(state.startedAt.getTime() + settings.fullEveryMs - clock.now().getTime(), 0);
    },
    async run({ isNew } = { isNew: false }) {
      if (isNew || !state?.rest) await begin();
      while (state?.rest) await scanNext(state, state.rest);
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
