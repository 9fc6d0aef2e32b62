import "server-only";
import { LRUCache } from "lru-cache";
import type { SessionResponse } from "@/lib/contracts/api";
import { isOpen } from "@/lib/domain/session";
import { WATCHED_MS } from "./cadence";
import { createWatchedSession, isOver, type WatchedSession } from "./watched-session";

/** Sessions that were left, whose last read counts when somebody asks again. */
const LEFT_MAX = 1_000;
const LEFT_FOR_MS = 60_000;

/** What the hub knows of sessions: of those that are to be read, and for a while of those that were. */
export type HubSessions = {
  /** Those that are to be read, because somebody watches them or waits for an answer. */
  wanted: ReadonlyMap<string, WatchedSession>;
  find(id: string): WatchedSession | undefined;
  /** Takes it among those that are to be read, as somebody has come for it. */
  enter(id: string): WatchedSession;
  /** Takes it out again, unless somebody still watches it or waits. */
  release(session: WatchedSession): void;
  /** An answer of Kayle's that was read elsewhere just now. */
  remember(response: SessionResponse): void;
};

/** `clock` gives milliseconds. */
export function createHubSessions(clock: () => number): HubSessions {
  const wanted = new Map<string, WatchedSession>();
  const left = new LRUCache<string, WatchedSession>({ max: LEFT_MAX, ttl: LEFT_FOR_MS });

  function find(id: string): WatchedSession | undefined {
    const known = wanted.get(id);
    if (known) return known;
    const session = left.get(id);
    if (!session) return undefined;
    const isRecent = session.askedAtMs + WATCHED_MS > clock();
    // A fault, or an end that a withdrawal may have changed, says nothing for longer than a moment.
    return isRecent || (!session.error && !isOver(session)) ? session : undefined;
  }

  return {
    wanted,
    find,
    enter(id) {
      const session = find(id) ?? createWatchedSession(id);
      wanted.set(id, session);
      session.lookedAtMs = clock();
      return session;
    },
    release(session) {
      if (session.watchers.size > 0 || session.waiting.size > 0) return;
      // A page that follows one session more leaves with its old stream and comes back with a new one.
      if (wanted.delete(session.id)) left.set(session.id, session);
    },
    remember(response) {
      const { id } = response.data;
      // One that is wanted is read anyway, and what its watchers heard must stay what is compared.
      if (wanted.has(id) || !isOpen(response.data)) return;
      left.set(id, { ...createWatchedSession(id), response, askedAtMs: clock() });
    },
  };
}
