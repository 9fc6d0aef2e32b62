import type { Cause } from "./cause";
import { toFailureEnd } from "./counters";
import { formatRough } from "./duration";
import type { SessionRecord } from "./session";
import { toInstant } from "./time";

export type Move = "customer" | "us" | "kayle" | "nobody";

export type MoveAdvice = { move: Move; moveSentence: string };

/** Kayle closes what has run out in a sweep every few minutes (notes on Kayle's API). */
const SWEEP_LATE_MS = 30 * 60_000;

const CUSTOMER = "It is the customer’s move: ";
const NEW_CHECK = "this session is over and cannot be resumed; a new check can be started.";

/** Whose move it is now, and what it is. */
export function toMove(session: SessionRecord, cause: Cause, now: Date): MoveAdvice {
  switch (cause) {
    case "not_started":
      return customer("open the link and begin on the phone.");
    case "under_way":
    case "under_way_after_failures":
      return customer("carry on with the check on the phone.");
    case "last_try":
      return customer("try once more, best after the tips below.");
    case "overdue_not_started":
    case "overdue_under_way":
      return overdueMove(session, now);
    case "succeeded":
    case "succeeded_after_failures":
      return {
        move: "nobody",
        moveSentence:
          "Nobody needs to do anything: the check is complete. If our own pages do not show it, that is for us to look at.",
      };
    case "failed":
    case "failed_reason_unknown":
    case "failed_reason_missing":
    case "failed_reason_removed":
      return failedMove(session);
    case "expired_no_failures":
    case "expired_after_failures":
      return customer(NEW_CHECK);
    case "cancelled":
    case "cancelled_after_failures":
      return {
        move: "customer",
        moveSentence: `${CUSTOMER}this session is over; a new check can be started if they still want it. The record does not say who cancelled, the customer or us.`,
      };
    case "cancelled_after_failed":
      return {
        move: "nobody",
        moveSentence:
          "Nobody needs to do anything: the person withdrew. Do not ask them to send it again.",
      };
    case "cancelled_after_end":
      return {
        move: "nobody",
        moveSentence:
          "Nobody needs to do anything. If the person did withdraw, do not ask them to send it again.",
      };
    case "no_try_left":
      return {
        move: "kayle",
        moveSentence: "It is Kayle’s move: a session with a third failure should close by itself.",
      };
    case "unknown_status_open":
    case "unknown_status_ended":
      return {
        move: "us",
        moveSentence:
          "It is our move: find out what this status means before advising the customer.",
      };
  }
}

function customer(what: string): MoveAdvice {
  return { move: "customer", moveSentence: `${CUSTOMER}${what}` };
}

function failedMove(session: SessionRecord): MoveAdvice {
  if (toFailureEnd(session) === "device_trust") {
    return customer(
      "a new check can be started, best on another phone. If that fails too, it is for us to offer another way.",
    );
  }
  if (session.failure_code === "document_authenticity_failed") {
    return customer(
      "this session is over and cannot be resumed; a new check can be started, best with another document.",
    );
  }
  return customer(NEW_CHECK);
}

function overdueMove(session: SessionRecord, now: Date): MoveAdvice {
  const expires = toInstant(session.expires_at);
  const lateMs = expires === null ? 0 : now.getTime() - expires;
  const usual = "It is Kayle’s move: it closes such sessions within minutes.";
  const moveSentence =
    lateMs > SWEEP_LATE_MS
      ? `It is Kayle’s move: it usually closes such sessions within minutes, and this one is ${formatRough(lateMs)} late. Tell whoever looks after our Kayle account.`
      : `${usual} The customer need not wait for that and can start a new check.`;
  return { move: "kayle", moveSentence };
}
