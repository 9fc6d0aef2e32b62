import "server-only";
import type { FailureMixResponse } from "@/lib/contracts/stats";
import type { Db } from "../db/db";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { withSearchBudget } from "../search/with-search-budget";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { getSyncStatus } from "../sync/status";
import { countFailures } from "./count-failures";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A session lives for an hour, so one that ended within the day was created in these at most. */
const CREATED_WITHIN_MS = DAY_MS + 2 * HOUR_MS;
/** An index that is further behind does not know the last hour. */
const BEHIND_MAX_MS = 2 * 60_000;
/** One count for all who look at the same time. */
const KEPT_MS = 10_000;

type Kept = { atMs: number; response: Promise<FailureMixResponse> };

// Next evaluates a module several times in one process.
const store = globalThis as typeof globalThis & { __deskFailureMix?: WeakMap<Db, Kept> };

/** How checks ended in the last hour and in the 23 before, at most 10 s old. @throws DeskError */
export async function getFailureMix(context: SessionContext): Promise<FailureMixResponse> {
  requireMay(context, "session:read");
  const db = await getDb();
  store.__deskFailureMix ??= new WeakMap();
  const known = store.__deskFailureMix.get(db);
  const nowMs = Date.now();
  if (known && Math.abs(nowMs - known.atMs) < KEPT_MS) return known.response;
  const kept = { atMs: nowMs, response: readFailureMix(db, new Date(nowMs)) };
  store.__deskFailureMix.set(db, kept);
  kept.response.catch(() => store.__deskFailureMix?.delete(db));
  return kept.response;
}

/** Counted at `now`, whatever is kept. */
export async function readFailureMix(db: Db, now: Date): Promise<FailureMixResponse> {
  const nowMs = now.getTime();
  const retention = { days: getEnv().retentionDays };
  const { asOf, completeSince } = await getSyncStatus(db, { now, retention });
  const isCurrent = asOf !== null && nowMs - asOf.getTime() < BEHIND_MAX_MS;
  const isWhole = completeSince !== null && nowMs - completeSince.getTime() >= CREATED_WITHIN_MS;
  const hourAgo = new Date(nowMs - HOUR_MS);
  const counts = await withSearchBudget(db, async (ask) => ({
    // An end that Kayle's clock puts a little ahead of the desk's belongs to the last hour.
    hour: await countFailures(ask, hourAgo, null),
    before: await countFailures(ask, new Date(nowMs - DAY_MS), hourAgo),
  }));
  const data = { ...counts, isComplete: isCurrent && isWhole };
  return { data, error: null, meta: { countedAt: now.toISOString() } };
}
