import "server-only";
import type { LiveLane } from "@/lib/contracts/live";
import { toDueAtMs, toLane, type WatchedSession } from "./watched-session";

/** One read in so many goes to the rows of lists first, so that open pages never starve them. */
const ROWS_EVERY = 4;

export type NextRead =
  | { session: WatchedSession }
  /** Nothing is due yet; infinite where nothing will be. */
  | { waitUntilMs: number };

/**
 * Which session is read next: of those that are due, the one whose last read is oldest. Open pages go
 * before rows, but for every fourth read. `nth` counts the reads so far.
 */
export function pickNext(
  sessions: Iterable<WatchedSession>,
  { nowMs, wallMs, nth }: { nowMs: number; wallMs: number; nth: number },
): NextRead {
  const oldest: Record<LiveLane, WatchedSession | null> = { page: null, row: null };
  let waitUntilMs = Number.POSITIVE_INFINITY;
  for (const session of sessions) {
    const dueAtMs = toDueAtMs(session, nowMs, wallMs);
    waitUntilMs = Math.min(waitUntilMs, dueAtMs);
    if (dueAtMs > nowMs) continue;
    const lane = toLane(session);
    const other = oldest[lane];
    if (other === null || session.askedAtMs < other.askedAtMs) oldest[lane] = session;
  }
  const session =
    nth % ROWS_EVERY === ROWS_EVERY - 1 ? (oldest.row ?? oldest.page) : (oldest.page ?? oldest.row);
  return session ? { session } : { waitUntilMs };
}
