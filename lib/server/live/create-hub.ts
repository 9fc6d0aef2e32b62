import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { ApiError, SessionResponse } from "@/lib/contracts/api";
import type { LiveLane } from "@/lib/contracts/live";
import { createHubSessions } from "./hub-sessions";
import { pickNext } from "./pick-next";
import {
  isChange,
  isCurrent,
  requireAnswer,
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
  /**
   * One answer, for whoever asks again and again: the last one while it is under 2 s old, else that of
   * a read that waits its turn. Where no turn comes soon, what is known is the answer, with its age.
   *
   * @throws whatever the last read threw
   */
  ask(id: string): Promise<SessionResponse>;
  /** What Kayle has just answered to somebody else, so that it need not be asked again at once. */
  note(response: SessionResponse): void;
  /** Sessions that somebody watches or waits for. */
  watchedCount(): number;
  /** Reads under way. */
  readingCount(): number;
};

/** Timers are late by a millisecond or more; so much may be caught up. */
const CATCH_UP_MS = 20;
const SLOWEST_PART = 1 / 32;
const SPEED_UP = 1.05;
/** Whoever asked waits so long for a turn before an older answer is better than none. */
const PATIENCE_MS = 2_000;

/**
 * Reads each watched session once, whoever watches it, and tells all of them. Reads are spaced evenly
 * below `rpsMax`; where that is not enough for all, each waits its turn and grows older, and nobody
 * gets an error for it.
 */
export function createHub({ read, explain, rpsMax, concurrencyMax }: HubOptions): Hub {
  const clock = () => performance.now();
  const sessions = createHubSessions(clock);
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
      const next = pickNext(sessions.wanted.values(), { nowMs, wallMs: Date.now(), nth });
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
    if (sessions.wanted.size === 0 || !Number.isFinite(atMs)) return;
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
      for (const proceed of session.waiting) proceed();
      session.waiting.clear();
      sessions.release(session);
      pump();
    }
  }

  function take(session: WatchedSession, response: SessionResponse): void {
    const { id, response: before, error } = session;
    const isNew = isChange(before, response);
    if (isNew && before !== null) session.changedAtMs = clock();
    Object.assign(session, { response, error: null, thrown: null, failures: 0, retryAfterMs: 0 });
    rps = Math.min(rps * SPEED_UP, rpsMax);
    // After a fault the record is said again although it is the same, so that the fault is over.
    if (isNew || error) tell(session, { kind: "session", response });
    else tell(session, { kind: "age", id, fetchedAt: response.meta.fetchedAt });
  }

  function fail(session: WatchedSession, thrown: unknown): void {
    const { id, error: before } = session;
    const error = explain(thrown, id);
    session.failures += 1;
    session.thrown = thrown;
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
    const session = sessions.enter(id);
    session.watchers.set(watcher, lane);
    if (session.response) watcher({ kind: "session", response: session.response });
    if (session.error) watcher({ kind: "fault", id, error: session.error });
  }

  function leave(id: string, watcher: Watcher): void {
    const session = sessions.wanted.get(id);
    if (session?.watchers.delete(watcher)) sessions.release(session);
  }

  async function ask(id: string): Promise<SessionResponse> {
    const known = sessions.find(id);
    if (known && isCurrent(known, clock(), Date.now())) return requireAnswer(known);
    const session = sessions.enter(id);
    const isOver = new Promise<void>((resolve) => session.waiting.add(resolve));
    pump();
    if (session.response) await Promise.race([isOver, delay(PATIENCE_MS)]);
    // A read that is under way will not be long, and without any answer there is none to give.
    if (session.isReading || (!session.response && !session.thrown)) await isOver;
    return requireAnswer(session);
  }

  return {
    watch(wanted, watcher) {
      for (const [id, lane] of wanted) enter(id, lane, watcher);
      pump();
      return () => {
        for (const id of wanted.keys()) leave(id, watcher);
        if (sessions.wanted.size === 0) clearTimeout(timer);
      };
    },
    ask,
    note: sessions.remember,
    watchedCount: () => sessions.wanted.size,
    readingCount: () => reading,
  };
}
