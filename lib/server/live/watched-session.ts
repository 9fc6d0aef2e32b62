import "server-only";
import type { ApiError, SessionResponse } from "@/lib/contracts/api";
import type { LiveLane } from "@/lib/contracts/live";
import { isOpen } from "@/lib/domain/session";
import { toReadIntervalMs, WATCHED_MS } from "./cadence";

/** What a watcher is told of one session. */
export type LiveUpdate =
  | { kind: "session"; response: SessionResponse }
  | { kind: "age"; id: string; fetchedAt: string }
  | { kind: "fault"; id: string; error: ApiError };

export type Watcher = (update: LiveUpdate) => void;

/** One session that somebody watches. Times are milliseconds of one and the same clock. */
export type WatchedSession = {
  id: string;
  watchers: Map<Watcher, LiveLane>;
  /** The last answer of Kayle's; null before the first. */
  response: SessionResponse | null;
  /** Why the last read failed; null while none did. */
  error: ApiError | null;
  /** What that read threw, for whoever asks by a call of their own. */
  thrown: unknown;
  failures: number;
  retryAfterMs: number;
  /** When the last read began. */
  askedAtMs: number;
  changedAtMs: number;
  lookedAtMs: number;
  isReading: boolean;
  /** Called once, when the next read is over, whatever came of it. */
  waiting: Set<() => void>;
};

export function createWatchedSession(id: string): WatchedSession {
  return {
    id,
    watchers: new Map(),
    response: null,
    error: null,
    thrown: null,
    failures: 0,
    retryAfterMs: 0,
    askedAtMs: Number.NEGATIVE_INFINITY,
    changedAtMs: Number.NEGATIVE_INFINITY,
    lookedAtMs: Number.NEGATIVE_INFINITY,
    isReading: false,
    waiting: new Set(),
  };
}

/** Nothing more will happen to it that is worth a read: it ended, or Kayle no longer has it. */
export function isOver({ response, error }: WatchedSession): boolean {
  return error?.code === "NOT_FOUND" || (response !== null && !isOpen(response.data));
}

/** Whoever asks by calls of their own shows a page. */
export function toLane({ watchers, waiting }: WatchedSession): LiveLane {
  return waiting.size > 0 || [...watchers.values()].includes("page") ? "page" : "row";
}

/** When it is to be read next; never while it is being read, or once it is over. */
export function toDueAtMs(session: WatchedSession, nowMs: number, wallMs: number): number {
  if (session.isReading || isOver(session)) return Number.POSITIVE_INFINITY;
  const { response, askedAtMs, changedAtMs, lookedAtMs, failures, retryAfterMs } = session;
  const expiresAt = response ? Date.parse(response.data.expires_at) : Number.NaN;
  const intervalMs = toReadIntervalMs({
    lane: toLane(session),
    sinceChangeMs: nowMs - changedAtMs,
    sinceLookMs: nowMs - lookedAtMs,
    overdueMs: Number.isNaN(expiresAt) ? 0 : wallMs - expiresAt,
    failures,
    retryAfterMs,
  });
  return askedAtMs + intervalMs;
}

/** Whether the record itself is another one; when it was read does not count. */
export function isChange(before: SessionResponse | null, after: SessionResponse): boolean {
  if (before === null) return true;
  const facts = ({ data, meta }: SessionResponse) => JSON.stringify([data, meta.unknownFields]);
  return facts(before) !== facts(after);
}

/** Whether what is known of it is the answer to whoever asks now, without another read. */
export function isCurrent(session: WatchedSession, nowMs: number, wallMs: number): boolean {
  if (session.isReading || (!session.response && !session.thrown)) return false;
  const isRecent = session.askedAtMs + WATCHED_MS > nowMs;
  // While Kayle fails it is left alone for longer and longer, whoever asks.
  const isLeftAlone = session.thrown !== null && toDueAtMs(session, nowMs, wallMs) > nowMs;
  return isRecent || isLeftAlone;
}

/** @throws whatever the last read threw */
export function requireAnswer({ response, thrown }: WatchedSession): SessionResponse {
  if (thrown !== null) throw thrown;
  if (response === null) throw new Error("A session that was never read has no answer.");
  return response;
}
