import "server-only";
import { LRUCache } from "lru-cache";
import type { ApiError, SessionResponse } from "@/lib/contracts/api";
import type { LiveLane } from "@/lib/contracts/live";
import { WATCHED_MS } from "./cadence";
import { pickNext } from "./pick-next";
import {
  createWatchedSession,
  isChange,
  type WatchedSession,
  type Watcher,
} from "./watched-session";

export type HubOptions = {
  /** Reads one session at Kayle. */
  read(id: string): Promise<SessionResponse>;
  /** The words for whatever `read` threw; called where a fault begins or becomes another. */
  explain(thrown: unknown, id: string): ApiError;
  /** Reads in a second, all sessions together. */
  rpsMax: number;
  /** Reads at once, so that people's own views always find a place. */
  concurrencyMax: number;
};

export type Hub = {
  /**
   * Follows these sessions until the function that it gives is called. `watcher` hears of each reading:
   * a record that is new to it, a fault, or merely that the record is as it was. What is known already
   * it hears at once. It must not throw.
   */
  watch(wanted: ReadonlyMap<string, LiveLane>, watcher: Watcher): () => void;
  /** Sessions that somebody watches. */
  watchedCount(): number;
  /** Reads under way. */
  readingCount(): number;
};

/** Timers are late by a millisecond or more; so much may be caught up. */
const CATCH_UP_MS = 20;
const SLOWEST_PART = 1 / 32;
const SPEED_UP = 1.05;
/** Sessions that were left, whose last read counts when somebody comes back at once. */
const LEFT_MAX = 1_000;

/**
 * Reads each watched session once, whoever watches it, and tells all of them. Reads are spaced evenly
 * below `rpsMax`; where that is not enough for all, each waits its turn and grows older, and nobody
 * gets an error for it.
 */
export function createHub({ read, explain, rpsMax, concurrencyMax }: HubOptions): Hub {
  const sessions = new Map<string, WatchedSession>();
  const left = new LRUCache<string, WatchedSession>({ max: LEFT_MAX, ttl: WATCHED_MS });
  const clock = () => performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rps = rpsMax;
  let nextAtMs = 0;
  let reading = 0;
  let nth = 0;

  function pump(): void {
    clearTimeout(timer);
    while (reading < concurrencyMax) {
      const nowMs = clock();
      if (nextAtMs > nowMs) {
        wakeAt(nextAtMs, nowMs);
        return;
      }
      const next = pickNext(sessions.values(), { nowMs, wallMs: Date.now(), nth });
      if ("waitUntilMs" in next) {
        wakeAt(next.waitUntilMs, nowMs);
        return;
      }
      nextAtMs = Math.max(nextAtMs, nowMs - Math.min(CATCH_UP_MS, 1000 / rps)) + 1000 / rps;
      nth += 1;
      void readOne(next.session, nowMs);
    }
  }

  function wakeAt(atMs: number, nowMs: number): void {
    if (sessions.size === 0 || !Number.isFinite(atMs)) return;
    timer = setTimeout(pump, Math.ceil(atMs - nowMs));
    timer.unref();
  }

  async function readOne(session: WatchedSession, nowMs: number): Promise<void> {
    session.isReading = true;
    session.askedAtMs = nowMs;
    reading += 1;
    try {
      take(session, await read(session.id));
    } catch (thrown) {
      fail(session, thrown);
    } finally {
      reading -= 1;
      session.isReading = false;
      pump();
    }
  }

  function take(session: WatchedSession, response: SessionResponse): void {
    const { id, response: before, error } = session;
    const isNew = isChange(before, response);
    if (isNew && before !== null) session.changedAtMs = clock();
    Object.assign(session, { response, error: null, failures: 0, retryAfterMs: 0 });
    rps = Math.min(rps * SPEED_UP, rpsMax);
    // After a fault the record is said again although it is the same, so that the fault is over.
    if (isNew || error) tell(session, { kind: "session", response });
    else tell(session, { kind: "age", id, fetchedAt: response.meta.fetchedAt });
  }

  function fail(session: WatchedSession, thrown: unknown): void {
    const { id, error: before } = session;
    const error = explain(thrown, id);
    session.failures += 1;
    session.retryAfterMs = (error.retryAfterSeconds ?? 0) * 1000;
    if (error.code === "UPSTREAM_BUSY") rps = Math.max(rps / 2, rpsMax * SLOWEST_PART);
    if (before?.code === error.code) return;
    session.error = error;
    tell(session, { kind: "fault", id, error });
  }

  function tell({ watchers }: WatchedSession, update: Parameters<Watcher>[0]): void {
    for (const watcher of [...watchers.keys()]) watcher(update);
  }

  function enter(id: string, lane: LiveLane, watcher: Watcher): void {
    const session = sessions.get(id) ?? left.get(id) ?? createWatchedSession(id);
    sessions.set(id, session);
    session.watchers.set(watcher, lane);
    session.lookedAtMs = clock();
    if (session.response) watcher({ kind: "session", response: session.response });
    if (session.error) watcher({ kind: "fault", id, error: session.error });
  }

  function leave(id: string, watcher: Watcher): void {
    const session = sessions.get(id);
    if (!session?.watchers.delete(watcher) || session.watchers.size > 0) return;
    sessions.delete(id);
    // A page that follows one session more leaves with its old stream and comes back with a new one.
    left.set(id, session);
  }

  return {
    watch(wanted, watcher) {
      for (const [id, lane] of wanted) enter(id, lane, watcher);
      pump();
      return () => {
        for (const id of wanted.keys()) leave(id, watcher);
        if (sessions.size === 0) clearTimeout(timer);
      };
    },
    watchedCount: () => sessions.size,
    readingCount: () => reading,
  };
}
