import "server-only";
import { upsertEvents } from "../events/upsert-events";
import type { Executor } from "../index/index-writer";
import { saveState } from "../index/sync-state";
import { isUpstreamError } from "../upstream/upstream-error";
import { toBackoffMs } from "./backoff";
import { type EventState, planEvents } from "./event-state";
import { createOpenDeliveries } from "./open-deliveries";
import type { Priority } from "./rate-limiter";
import { STATE_KEYS } from "./state";
import type { SyncContext } from "./sync-context";
import { GAP_AFTER_MS, PAGE_ROWS } from "./sync-settings";
import { cutNewest, toSliceMs } from "./time-range";

/** An event may come into Kayle's list a little after a newer one. */
const OVERLAP_MS = 60_000;
/** Somebody must give the key the scope; nobody does so within seconds. */
const NO_SCOPE_PAUSE_MS = 60 * 60_000;

export type EventSync = {
  /** Reads Kayle's newest events and follows open deliveries. Gives how long to wait for the next look. */
  readNew(): Promise<number>;
  /** Reads older events that are missing, the newest first, for as long as Kayle gives them. */
  readOld(): Promise<void>;
};

type Scanned = { askedAt: Date; newest: Date | null; rows: number };

/**
 * Keeps Kayle's events in step, up to known ground less an overlap, by Kayle's own clock. Ground counts
 * as known in the transaction of its last page, so a crash costs a few pages read twice. A fault here
 * never holds up the sessions: each call is made once, and the next look comes later.
 */
export async function openEventSync(context: SyncContext): Promise<EventSync> {
  const { db, clock, settings, leader, source } = context;
  const { retention } = settings;
  let state = await planEvents(db, clock.now(), retention);
  let failures = 0;
  const unreadable = new Set<string>();
  const openDeliveries = createOpenDeliveries(context);

  async function save(tx: Parameters<typeof saveState>[0], next: EventState): Promise<void> {
    // At once, because the two readers change it in turn; a failure ends the leadership.
    state = { ...next, unreadable: unreadable.size };
    await saveState(tx, STATE_KEYS.events, state, leader);
  }

  /** Writes a stretch page by page, `finish` with the last; null where the key may not read events. */
  async function scan(
    priority: Priority,
    range: { created_from: string; created_to?: string },
    finish: (tx: Executor, scanned: Scanned) => Promise<void>,
  ): Promise<Scanned | null> {
    let scanned: Scanned | null = null;
    for (let cursor: string | null = null; ; ) {
      const query = { ...range, limit: PAGE_ROWS, ...(cursor && { starting_after: cursor }) };
      const page = await source.listEvents(query, priority);
      if (page === null) return null;
      const events = page.rows.flatMap((row) => ("event" in row ? [row.event] : []));
      for (const [at, row] of page.rows.entries()) {
        if ("fault" in row) unreadable.add(row.fault.id ?? `${cursor ?? "start"}+${at}`);
      }
      const times = events.map(({ created_at }) => Date.parse(created_at));
      const newest: number = Math.max(scanned?.newest?.getTime() ?? 0, ...times);
      const sofar: Scanned = {
        askedAt: scanned?.askedAt ?? page.askedAt,
        newest: newest > 0 ? new Date(newest) : null,
        rows: (scanned?.rows ?? 0) + page.rows.length,
      };
      scanned = sofar;
      cursor = page.next;
      const alongside = cursor === null ? (tx: Executor) => finish(tx, sofar) : undefined;
      const options = { askedAt: page.askedAt, now: clock.now(), retention, alongside };
      await upsertEvents(db, events, options);
      if (cursor === null) return sofar;
    }
  }

  /** False where the key may not read events. */
  async function look(): Promise<boolean> {
    const recent = new Date(clock.now().getTime() - GAP_AFTER_MS);
    const { knownTo, windowStart, asOf } = state;
    const known = knownTo ? new Date(knownTo.getTime() - OVERLAP_MS) : windowStart;
    const isBehind = known < recent && (asOf === null || asOf < recent);
    const from = isBehind ? recent : known;
    const gap = isBehind ? [{ from: known, to: recent }] : [];
    const scanned = await scan(
      "incremental",
      { created_from: from.toISOString() },
      (tx, { askedAt, newest }) => {
        // An event from the future would hide all that comes before its time.
        const seen = Math.min(newest?.getTime() ?? 0, askedAt.getTime());
        const next = Math.max(seen, knownTo?.getTime() ?? 0, from.getTime());
        return save(tx, {
          ...state,
          access: "ok",
          asOf: askedAt,
          knownTo: new Date(next),
          pending: [...state.pending, ...gap],
          fault: null,
        });
      },
    );
    if (scanned === null) await save(db, { ...state, access: "no_scope", fault: null });
    return scanned !== null;
  }

  return {
    async readNew() {
      try {
        if (!(await look())) return NO_SCOPE_PAUSE_MS;
        await openDeliveries.run();
        failures = 0;
        return settings.eventsEveryMs;
      } catch (error) {
        if (!isUpstreamError(error)) throw error;
        failures += 1;
        await save(db, { ...state, fault: { code: error.code, at: clock.now() } });
        const backoffMs = toBackoffMs(failures, error.retryAfterSeconds, Math.random());
        return Math.max(backoffMs, settings.eventsEveryMs);
      }
    },
    async readOld() {
      let last: { ms: number; rows: number } | null = null;
      try {
        for (let range = state.pending.at(-1); range; range = state.pending.at(-1)) {
          const done = range;
          const { slice, rest } = cutNewest(range, toSliceMs(last));
          const scanned = await scan(
            "bulk",
            { created_from: slice.from.toISOString(), created_to: slice.to.toISOString() },
            (tx) => {
              const left = rest ? [rest] : [];
              const pending = state.pending.flatMap((one) => (one === done ? left : [one]));
              return save(tx, { ...state, pending });
            },
          );
          if (scanned === null) return;
          last = { ms: slice.to.getTime() - slice.from.getTime(), rows: scanned.rows };
        }
      } catch (error) {
        // The look at what is new tells of it.
        if (!isUpstreamError(error)) throw error;
      }
    },
  };
}
