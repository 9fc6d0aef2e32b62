import "server-only";
import { saveState } from "../index/sync-state";
import { readWriterFacts } from "../index/writer-facts";
import { isUpstreamError, type UpstreamError } from "../upstream/upstream-error";
import { toBackoffMs } from "./backoff";
import { type EventRange, type EventState, planEvents } from "./event-state";
import { type EventsWalked, walkEvents } from "./event-walk";
import { createOpenDeliveries } from "./open-deliveries";
import { createSettledEvents } from "./settled-events";
import { findBackfill, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import type { TimeRange } from "./time-range";

/** An event may come into Kayle's list a little after a newer one. */
const OVERLAP_MS = 60_000;
/** What is newer than that is read at once; the rest waits until nobody searches. */
const HEAD_PAGES_MAX = 5;
/** It may be held for seconds, and the newest may have to be looked for in between. */
const BACK_PAGES_MAX = 1;
/** Somebody must give the key the scope; nobody does so within seconds. */
const NO_SCOPE_PAUSE_MS = 60 * 60_000;

export type EventCycle = {
  /**
   * A look at Kayle's newest events and open deliveries where one is due, and a page of older events
   * where some are still to be read. Gives how long to wait for the next, in ms; 0 while there are, or
   * where a look is due again.
   */
  run(): Promise<number>;
};

/**
 * Keeps Kayle's events in step. Newest first until known ground, which is what was read before less
 * an overlap, by Kayle's own clock. Ground counts as known in the transaction of its last page, so a
 * crash costs a few pages read twice. A fault here never holds up the sessions: each call is made
 * once, and the next look comes later.
 */
export async function openEventCycle(context: SyncContext): Promise<EventCycle> {
  const { db, clock, settings, holder, signal } = context;
  const { retention } = settings;
  let state = await planEvents(db, clock.now(), retention);
  let failures = 0;
  /** By the process's own clock, which nobody sets back. */
  let lookAgainAt = performance.now();
  const unreadable = new Set<string>();
  const settled = createSettledEvents();
  const openDeliveries = createOpenDeliveries(context);

  async function save(tx: Parameters<typeof saveState>[0], next: EventState): Promise<void> {
    await saveState(tx, STATE_KEYS.events, next, holder);
    state = next;
  }

  function noteUnreadable(walked: EventsWalked): number {
    for (const { place } of walked.unreadable) unreadable.add(place);
    return unreadable.size;
  }

  async function readHead(): Promise<boolean> {
    const { knownTo, windowStart } = state;
    settled.begin((await readWriterFacts(db)).lastGone);
    const from = knownTo ? new Date(knownTo.getTime() - OVERLAP_MS) : windowStart;
    const walked = await walkEvents(context, {
      lane: "fresh",
      query: { created_from: from.toISOString() },
      after: null,
      pagesMax: HEAD_PAGES_MAX,
      settled,
      finish: (tx, walked) => save(tx, toNextState(state, from, walked, noteUnreadable(walked))),
    });
    if (walked) return true;
    await save(db, { ...state, access: "no_scope", fault: null });
    return false;
  }

  /** Older events, once the sessions themselves are there. */
  async function readBack(): Promise<boolean> {
    const range = state.pending.at(-1);
    if (!range || (await findBackfill(db))?.pending.length !== 0) return false;
    const others = state.pending.slice(0, -1);
    const { from, to, after } = range;
    const walked = await walkEvents(context, {
      lane: "idle",
      query: { created_from: from.toISOString(), created_to: to.toISOString() },
      after,
      pagesMax: BACK_PAGES_MAX,
      finish: (tx, walked) => {
        const pending = [...others, ...toRest(range, walked)];
        return save(tx, { ...state, pending, unreadable: noteUnreadable(walked) });
      },
    });
    return walked !== null && state.pending.length > 0;
  }

  async function passFault(error: UpstreamError): Promise<number> {
    failures += 1;
    await save(db, { ...state, fault: { code: error.code, at: clock.now() } });
    const backoffMs = toBackoffMs(failures, error.retryAfterSeconds, Math.random());
    return Math.max(backoffMs, settings.eventsEveryMs);
  }

  return {
    async run() {
      try {
        if (performance.now() >= lookAgainAt) {
          if (!(await readHead())) return NO_SCOPE_PAUSE_MS;
          await openDeliveries.run();
          lookAgainAt = performance.now() + settings.eventsEveryMs;
        }
        const hasMore = await readBack();
        failures = 0;
        return hasMore ? 0 : Math.max(lookAgainAt - performance.now(), 0);
      } catch (error) {
        signal.throwIfAborted();
        if (!isUpstreamError(error)) throw error;
        return passFault(error);
      }
    },
  };
}

/** What of a stretch is still to be read, when a walk of it has stopped. */
function toRest({ from, to }: TimeRange, { after, oldest }: EventsWalked): EventRange[] {
  if (after === null) return [];
  // Kayle's times are finer than those it shows, so the last shown moment may hold more.
  return [{ from, to: oldest ? new Date(oldest.getTime() + 1) : to, after }];
}

/** After a look at the newest events; what it did not reach is left for later. */
function toNextState(
  state: EventState,
  from: Date,
  walked: EventsWalked,
  unreadable: number,
): EventState {
  const { askedAt, newest } = walked;
  // An event from the future would hide all that comes before its time.
  const seen = newest && new Date(Math.min(newest.getTime(), askedAt.getTime()));
  const known = Math.max(seen?.getTime() ?? 0, state.knownTo?.getTime() ?? 0);
  return {
    ...state,
    access: "ok",
    asOf: askedAt,
    knownTo: known > 0 ? new Date(known) : null,
    pending: [...state.pending, ...toRest({ from, to: askedAt }, walked)],
    unreadable,
    fault: null,
  };
}
