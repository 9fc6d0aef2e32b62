import "server-only";
import { saveState } from "../index/sync-state";
import { isUpstreamError, type UpstreamError } from "../upstream/upstream-error";
import { toBackoffMs } from "./backoff";
import { type EventRange, type EventState, planEvents } from "./event-state";
import { createOpenDeliveries } from "./open-deliveries";
import { type EventsScanned, scanEvents } from "./scan-events";
import { findBackfill, STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import type { TimeRange } from "./time-range";

/** An event may come into Kayle's list a little after a newer one. */
const OVERLAP_MS = 60_000;
/** So much is read at once; what is older waits its turn behind everything else. */
const HEAD_PAGES_MAX = 5;
/** The newest may have to be looked for in between. */
const BACK_PAGES_MAX = 1;
/** Somebody must give the key the scope; nobody does so within seconds. */
const NO_SCOPE_PAUSE_MS = 60 * 60_000;

export type EventSync = {
  /**
   * Looks at Kayle's newest events and open deliveries where that is due, and reads a page of older
   * events while some are missing. Gives how long to wait for the next run, in ms; 0 while some are.
   */
  run(): Promise<number>;
};

/**
 * Keeps Kayle's events in step. Newest first until known ground, which is what was read before less
 * an overlap, by Kayle's own clock. Ground counts as known in the transaction of its last page, so a
 * crash costs a few pages read twice. A fault here never holds up the sessions: each call is made
 * once, and the next look comes later.
 */
export async function openEventSync(context: SyncContext): Promise<EventSync> {
  const { db, clock, settings, leader } = context;
  const { retention } = settings;
  let state = await planEvents(db, clock.now(), retention);
  let failures = 0;
  let lookAgainAt = clock.monotonicMs();
  const unreadable = new Set<string>();
  const openDeliveries = createOpenDeliveries(context);

  async function save(tx: Parameters<typeof saveState>[0], next: EventState): Promise<void> {
    await saveState(tx, STATE_KEYS.events, next, leader);
    state = next;
  }

  function noteUnreadable(scanned: EventsScanned): number {
    for (const { place } of scanned.unreadable) unreadable.add(place);
    return unreadable.size;
  }

  async function readHead(): Promise<boolean> {
    const { knownTo, windowStart } = state;
    const from = knownTo ? new Date(knownTo.getTime() - OVERLAP_MS) : windowStart;
    const scanned = await scanEvents(context, {
      priority: "incremental",
      query: { created_from: from.toISOString() },
      after: null,
      pagesMax: HEAD_PAGES_MAX,
      finish: (tx, scanned) => save(tx, toNextState(state, from, scanned, noteUnreadable(scanned))),
    });
    if (scanned) return true;
    await save(db, { ...state, access: "no_scope", fault: null });
    return false;
  }

  /** Older events, once the sessions themselves are there. */
  async function readBack(): Promise<boolean> {
    const range = state.pending.at(-1);
    if (!range || (await findBackfill(db))?.pending.length !== 0) return false;
    const others = state.pending.slice(0, -1);
    const { from, to, after } = range;
    const scanned = await scanEvents(context, {
      priority: "bulk",
      query: { created_from: from.toISOString(), created_to: to.toISOString() },
      after,
      pagesMax: BACK_PAGES_MAX,
      finish: (tx, scanned) => {
        const pending = [...others, ...toRest(range, scanned)];
        return save(tx, { ...state, pending, unreadable: noteUnreadable(scanned) });
      },
    });
    return scanned !== null && state.pending.length > 0;
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
        if (clock.monotonicMs() >= lookAgainAt) {
          if (!(await readHead())) return NO_SCOPE_PAUSE_MS;
          await openDeliveries.run();
          lookAgainAt = clock.monotonicMs() + settings.eventsEveryMs;
        }
        const hasMore = await readBack();
        failures = 0;
        return hasMore ? 0 : Math.max(lookAgainAt - clock.monotonicMs(), 1);
      } catch (error) {
        if (!isUpstreamError(error)) throw error;
        return passFault(error);
      }
    },
  };
}

/** What of a stretch is still to be read, when a scan of it has stopped. */
function toRest({ from, to }: TimeRange, { after, oldest }: EventsScanned): EventRange[] {
  if (after === null) return [];
  // Kayle's times are finer than those it shows, so the last shown moment may hold more.
  return [{ from, to: oldest ? new Date(oldest.getTime() + 1) : to, after }];
}

/** After a look at the newest events; what it did not reach is left for later. */
function toNextState(
  state: EventState,
  from: Date,
  scanned: EventsScanned,
  unreadable: number,
): EventState {
  const { askedAt, newest } = scanned;
  // An event from the future would hide all that comes before its time.
  const seen = newest && new Date(Math.min(newest.getTime(), askedAt.getTime()));
  const known = Math.max(seen?.getTime() ?? 0, state.knownTo?.getTime() ?? 0);
  return {
    ...state,
    access: "ok",
    asOf: askedAt,
    knownTo: known > 0 ? new Date(known) : null,
    pending: [...state.pending, ...toRest({ from, to: askedAt }, scanned)],
    unreadable,
    fault: null,
  };
}
