import "server-only";
import { toWindowStart } from "../index/retention";
import { saveState } from "../index/sync-state";
import { forgetUnreadableBefore } from "../index/unreadable-rows";
import { checkMissing } from "./check-missing";
import { type FullPassState, findFullPass, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { FRESH_WINDOW_MS } from "./sync-settings";
import { cutNewest, type TimeRange, toSliceMs } from "./time-range";
import { walkRange } from "./walk-range";

const UNREADABLE_KEPT_MS = 10 * 60_000;

export type FullPass = {
  /** Walks the next slice of the pass that is under way or due; idle when none is. */
  step(): Promise<"busy" | "finished" | "idle">;
  /** Makes one whole pass now, due or not. */
  runNow(): Promise<void>;
};

/**
 * Ended sessions change too: a withdrawal of the data cancels them, failure codes go after seven
 * days, and deletion takes the row. So everything older than `createFreshCycle` looks at is walked once
 * an hour, slice by slice, with a note after each where it stands.
 */
export async function openFullPass(context: SyncContext): Promise<FullPass> {
  const { db, clock, settings, holder } = context;
  let state = await findFullPass(db);
  let last: { ms: number; rows: number } | null = null;
  // A new index has just been filled: walking all of it at once again would find what it holds.
  if (state === null) await save({ startedAt: clock.now(), rest: null, lastFinished: null });

  async function begin(): Promise<void> {
    const now = clock.now();
    const to = new Date(now.getTime() - FRESH_WINDOW_MS);
    const rest = { from: toWindowStart(now, settings.retention), to };
    await save({ startedAt: now, rest, lastFinished: state?.lastFinished ?? null });
  }

  async function save(next: FullPassState): Promise<void> {
    await saveState(db, STATE_KEYS.fullPass, next, holder);
    state = next;
  }

  async function finish({ startedAt }: FullPassState): Promise<void> {
    // The newest rows are not this pass's; whoever looks at those met them a moment before it began.
    await forgetUnreadableBefore(db, new Date(startedAt.getTime() - UNREADABLE_KEPT_MS));
    await save({ startedAt, rest: null, lastFinished: startedAt });
  }

  async function walkNext(current: FullPassState, range: TimeRange): Promise<void> {
    const { slice, rest } = cutNewest(range, toSliceMs(last));
    const rows = await reconcile(context, slice);
    last = { ms: slice.to.getTime() - slice.from.getTime(), rows };
    if (rest) await save({ ...current, rest });
    else await finish(current);
  }

  return {
    async runNow() {
      await begin();
      while (state?.rest) await walkNext(state, state.rest);
    },
    async step() {
      if (state?.rest) {
        await walkNext(state, state.rest);
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
  const walkedAt = context.clock.now();
  const query = { created_from: slice.from.toISOString(), created_to: slice.to.toISOString() };
  const { ids } = await walkRange(context, { lane: "idle", query });
  await checkMissing(context, slice, { listed: ids, walkedAt, lane: "idle" });
  return ids.size;
}
