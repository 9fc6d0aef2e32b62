import { countTries, type FailureEnd, isUsedUp, toFailureEnd } from "./counters";
import { describeFailureCode } from "./failure-code";
import { isOpen, isOverdue, type SessionRecord, TRIES_MAX } from "./session";
import { toInstant } from "./time";

/** The cases that the desk tells apart. The verdict, the guidance and the tests are keyed by it. */
export const CAUSES = [
  "not_started",
  "under_way",
  "under_way_after_failures",
  "last_try",
  "no_try_left",
  "overdue_not_started",
  "overdue_under_way",
  "succeeded",
  "succeeded_after_failures",
  "failed",
  "failed_reason_unknown",
  "failed_reason_missing",
  "failed_reason_removed",
  "expired_no_failures",
  "expired_after_failures",
  "cancelled",
  "cancelled_after_failures",
  "cancelled_after_failed",
  "cancelled_after_end",
  "unknown_status_open",
  "unknown_status_ended",
] as const;
export type Cause = (typeof CAUSES)[number];

/** Kayle removes the details of a failure this long after the end (notes on Kayle's API). */
const FAILURE_DETAIL_DAYS = 7;

/**
 * A record is written within milliseconds of its end (recorded server 1.6.0). Later than this it
 * was written again.
 */
export const SAME_WRITE_MS = 5000;
const DAY_MS = 86_400_000;

/** What of a session tells which case it is. */
export type CauseFacts = Pick<
  SessionRecord,
  | "status"
  | "failure_code"
  | "nfc_tries_used"
  | "liveness_tries_used"
  | "completed_at"
  | "expires_at"
  | "updated_at"
>;

/** Which of the known cases the record shows at `now`. Every record has one; never throws. */
export function toCause(session: CauseFacts, now: Date): Cause {
  switch (session.status) {
    case "created":
    case "in_progress":
      return toOpenCause(session, now);
    case "succeeded":
      return hasFailures(session) ? "succeeded_after_failures" : "succeeded";
    case "failed":
      return toFailedCause(session, now);
    case "expired":
      return hasFailures(session) ? "expired_after_failures" : "expired_no_failures";
    case "cancelled":
      return toCancelledCause(session);
    default:
      return isOpen(session) ? "unknown_status_open" : "unknown_status_ended";
  }
}

/** Whether any failure is counted. */
export function hasFailures(session: CauseFacts): boolean {
  return countTries(session, "nfc") + countTries(session, "liveness") > 0;
}

/** Whether Kayle gives a reason, known to the desk or not. */
export function hasReason(session: Pick<SessionRecord, "failure_code">): boolean {
  return session.failure_code !== null && session.failure_code.trim() !== "";
}

/** How long after its end the record was written again, in ms; null where it was not. */
export function changedAfterEndMs(
  session: Pick<SessionRecord, "completed_at" | "updated_at">,
): number | null {
  const ended = toInstant(session.completed_at);
  const updated = toInstant(session.updated_at);
  if (ended === null || updated === null || updated - ended <= SAME_WRITE_MS) return null;
  return updated - ended;
}

/**
 * The failure that ended the session; null where none did, as far as the record tells. A session
 * that was cancelled after its end may have failed first.
 */
export function toEndingFailure(session: CauseFacts, cause: Cause): FailureEnd | null {
  if (isFailedCause(cause) || cause === "cancelled_after_failed") return toFailureEnd(session);
  if (cause !== "cancelled_after_end" || !hasUsedUpTries(session)) return null;
  return toFailureEnd(session);
}

export function isFailedCause(cause: Cause): boolean {
  return cause === "failed" || cause.startsWith("failed_");
}

function hasUsedUpTries(session: CauseFacts): boolean {
  return isUsedUp(session, "nfc") || isUsedUp(session, "liveness");
}

function toOpenCause(session: CauseFacts, now: Date): Cause {
  const isStarted = session.status !== "created" || hasFailures(session);
  if (isOverdue(session, now)) return isStarted ? "overdue_under_way" : "overdue_not_started";
  if (!isStarted) return "not_started";
  const most = Math.max(countTries(session, "nfc"), countTries(session, "liveness"));
  if (most >= TRIES_MAX) return "no_try_left";
  if (most === TRIES_MAX - 1) return "last_try";
  return most > 0 ? "under_way_after_failures" : "under_way";
}

function toFailedCause(session: CauseFacts, now: Date): Cause {
  if (hasReason(session)) {
    return describeFailureCode(session.failure_code).isKnown ? "failed" : "failed_reason_unknown";
  }
  const ended = toInstant(session.completed_at);
  const isOld = ended !== null && now.getTime() - ended >= FAILURE_DETAIL_DAYS * DAY_MS;
  return isOld ? "failed_reason_removed" : "failed_reason_missing";
}

/**
 * Only a session that is still open can be cancelled, and a privacy withdrawal alone changes one
 * that has ended (notes on Kayle's API). A reason is left by a failure only, so it proves a withdrawal; a
 * used-up counter or a later write points to one without proving it.
 */
function toCancelledCause(session: CauseFacts): Cause {
  if (hasReason(session)) return "cancelled_after_failed";
  if (hasUsedUpTries(session) || changedAfterEndMs(session) !== null) return "cancelled_after_end";
  return hasFailures(session) ? "cancelled_after_failures" : "cancelled";
}
