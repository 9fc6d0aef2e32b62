import { isOpen, type SessionRecord } from "@/lib/domain/session";

/** How often an open session is read while its page is looked at. */
export const LIVE_INTERVAL_MS = 3_000;

/** After the first, second, … failure in a row; the last figure stays. */
const BACKOFF_MS = [3_000, 6_000, 12_000, 24_000, 30_000] as const;

/** The slowest pace: after many failures, and for records that Kayle left open for very long. */
export const SLOWEST_INTERVAL_MS = 30_000;

/** Kayle closes overdue sessions within minutes; one that is older is not worth a read every 3 s. */
const LONG_OVERDUE_MS = 60 * 60_000;

export type RefetchSituation = {
  /** The last good answer, if there is one. */
  session: SessionRecord | undefined;
  /** Failures in a row since the last good answer. */
  failureCount: number;
  /** Whether the last failure may go away by itself; of no weight while `failureCount` is 0. */
  canHeal?: boolean;
  now: Date;
};

/**
 * Milliseconds until the next read, or false for never. An overdue session is still read, as that
 * is when Kayle is about to close it.
 */
export function nextRefetchIntervalMs(situation: RefetchSituation): number | false {
  const { session, failureCount, canHeal = true, now } = situation;
  if (session && !isOpen(session)) return false;
  if (failureCount > 0) return canHeal ? backoffMs(failureCount) : false;
  if (!session) return false;
  const overdueMs = now.getTime() - Date.parse(session.expires_at);
  return overdueMs > LONG_OVERDUE_MS ? SLOWEST_INTERVAL_MS : LIVE_INTERVAL_MS;
}

function backoffMs(failureCount: number): number {
  return BACKOFF_MS[failureCount - 1] ?? SLOWEST_INTERVAL_MS;
}
