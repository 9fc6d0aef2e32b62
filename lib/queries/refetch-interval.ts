import type { SessionWebhooksResponse } from "@/lib/contracts/session-webhooks";
import { isOpenDelivery } from "@/lib/domain/kayle-event";
import { isOpen, type SessionRecord } from "@/lib/domain/session";
import { toWebhookAccess } from "@/lib/domain/webhook-access";

/** How often an open session is read while its page is looked at. */
const LIVE_INTERVAL_MS = 2_000;

/** After the first, second, … failure in a row; the last figure stays. */
const BACKOFF_MS = [2_000, 4_000, 8_000, 16_000, 30_000] as const;

/** The slowest pace: after many failures, and for records that Kayle left open for very long. */
const SLOWEST_INTERVAL_MS = 30_000;

/** Kayle closes overdue sessions within minutes; one that is older is not worth a read every 2 s. */
const LONG_OVERDUE_MS = 60 * 60_000;

/** How often the rows in sight of a list are read, out of the desk's own index. */
export const LIST_INTERVAL_MS = 5_000;

/** How often the fate of a webhook is read; the desk's own sync looks that often. */
export const WEBHOOK_INTERVAL_MS = 10_000;

/** An event comes within moments of its end; one that has not come by now may never come. */
const WAIT_FOR_EVENT_MS = 10 * 60_000;

export type RefetchSituation = {
  /** The last good answer, if there is one. */
  session: SessionRecord | undefined;
  /** Failures in a row since the last good answer. */
  failureCount: number;
  /** Whether the last failure may go away by itself; of no weight while `failureCount` is 0. */
  canHeal?: boolean;
  /** How long the desk asked to be left alone with the last failure. */
  retryAfterSeconds?: number | undefined;
  now: Date;
};

/**
 * Milliseconds until the next read, or false for never. An overdue session is still read, as that
 * is when Kayle is about to close it.
 */
export function nextRefetchIntervalMs(situation: RefetchSituation): number | false {
  const { session, failureCount, canHeal = true, retryAfterSeconds = 0, now } = situation;
  if (session && !isOpen(session)) return false;
  if (failureCount > 0) {
    return canHeal && Math.max(backoffMs(failureCount), retryAfterSeconds * 1_000);
  }
  if (!session) return false;
  const overdueMs = now.getTime() - Date.parse(session.expires_at);
  return overdueMs > LONG_OVERDUE_MS ? SLOWEST_INTERVAL_MS : LIVE_INTERVAL_MS;
}

function backoffMs(failureCount: number): number {
  return BACKOFF_MS[failureCount - 1] ?? SLOWEST_INTERVAL_MS;
}

/** The same for the fate of its webhooks: while a delivery is open, or an event is still to come. */
export function nextWebhookReadMs(
  { completed_at, updated_at }: Pick<SessionRecord, "completed_at" | "updated_at">,
  answer: SessionWebhooksResponse | undefined,
  now: Date,
): number | false {
  if (!answer || completed_at === null || answer.meta.access === "no_scope") return false;
  const { events } = answer.data;
  if (events.some(({ deliveries }) => deliveries.some(isOpenDelivery))) return WEBHOOK_INTERVAL_MS;
  // A withdrawal is written after the end and has an event of its own.
  const written = Date.parse(updated_at) > Date.parse(completed_at) ? updated_at : completed_at;
  const isYoung = now.getTime() - Date.parse(written) < WAIT_FOR_EVENT_MS;
  const isAwaited = toWebhookAccess({ completed_at: written }, answer.meta) !== "full";
  const isTold = events.some(({ created_at }) => created_at >= written);
  return !isTold && isYoung && isAwaited ? WEBHOOK_INTERVAL_MS : false;
}
