import { type Cause, changedAfterEndMs, hasFailures } from "./cause";
import { countText, countTries, type FailureEnd, toFailureEnd } from "./counters";
import { formatDuration, formatRelative, formatRough } from "./duration";
import { type FailureCode, isFailureCode, type SessionRecord, TRIES_MAX } from "./session";
import { toInstant } from "./time";

export type HeadlineContext = {
  now: Date;
  /** Writes a moment of the record, given as it stands there, for the page's reader. */
  formatTime: (iso: string) => string;
};

/** Two clocks may differ by this much before "just now" would hide something. */
const CLOCK_SKEW_MS = 120_000;
/** A headline that counts seconds would never stand still. */
const JUST_NOW_MS = 60_000;
const RAW_VALUE_MAX = 40;

const WHAT_FAILED: Record<FailureCode, string> = {
  document_authenticity_failed:
    "The document’s chip was read, but its signature could not be confirmed.",
  document_active_authentication_failed:
    "The document’s chip could not show that it is the original.",
  document_chip_authentication_failed:
    "The phone could not prove that the document’s chip is genuine.",
  document_anti_cloning_attestation_failed:
    "Kayle could not confirm that the reading came from a trusted phone and app.",
  document_data_invalid: "What was read from the document could not be used.",
  liveness_failed: "The camera could not confirm a live person.",
  selfie_face_mismatch: "The face could not be matched with the photo in the document.",
};

/** What happened, for staff, with relative times. Says nothing that the record does not hold. */
export function toHeadline(session: SessionRecord, cause: Cause, context: HeadlineContext): string {
  const ended = whenText(session.completed_at, context);
  switch (cause) {
    case "not_started":
      return `The link was made${whenText(session.created_at, context)} and has not been used yet.`;
    case "under_way":
      return `The check is under way, with no failures so far.${timeLeft(session, context)}`;
    case "under_way_after_failures":
      return `The check is under way, after ${countText(session)}.${timeLeft(session, context)}`;
    case "last_try":
      return `${lastTry(session)}${timeLeft(session, context)}`;
    case "no_try_left":
      return `All tries are used up (${countText(session)}), yet Kayle still lists the check as open.`;
    case "overdue_not_started":
      return `${ranOut(session, context)} The check was never started.`;
    case "overdue_under_way":
      return ranOut(session, context);
    case "succeeded":
      return `The check succeeded${ended}.`;
    case "succeeded_after_failures":
      return `The check succeeded${ended}, after ${countText(session)}.`;
    case "failed":
    case "failed_reason_unknown":
    case "failed_reason_missing":
    case "failed_reason_removed":
      return `${whatFailed(session, cause)} ${howItEnded(session, ended)}`;
    case "expired_no_failures":
      return `Time ran out before the check was finished, and Kayle closed it${ended}. No failures are recorded.`;
    case "expired_after_failures":
      return `Time ran out before the check was finished, after ${countText(session)}. Kayle closed it${ended}.`;
    case "cancelled":
      return `The check was cancelled${ended}. The record shows no result before that.`;
    case "cancelled_after_failures":
      return `The check was cancelled${ended}, after ${countText(session)} and before any result.`;
    case "cancelled_after_failed":
      return `${whatFailed(session, cause)} The check failed${ended}, and the person withdrew afterwards.`;
    case "cancelled_after_end":
      return cancelledAfterEnd(session, ended);
    case "unknown_status_open":
      return `Kayle reports “${shorten(session.status)}”, a status that this desk does not know yet. The record shows no end.`;
    case "unknown_status_ended":
      return `Kayle reports “${shorten(session.status)}”, a status that this desk does not know yet. The record ended${ended}.`;
  }
}

/** " 12 minutes ago", or nothing where the record gives no time that can be read. */
function whenText(iso: string | null, { now, formatTime }: HeadlineContext): string {
  const at = toInstant(iso);
  if (iso === null || at === null) return "";
  const aheadMs = at - now.getTime();
  if (aheadMs > CLOCK_SKEW_MS) return ` at ${formatTime(iso)}`;
  return aheadMs > -JUST_NOW_MS ? " just now" : ` ${formatRelative(iso, now)}`;
}

function timeLeft(session: SessionRecord, { now }: HeadlineContext): string {
  const expires = toInstant(session.expires_at);
  if (expires === null) return "";
  const leftMs = expires - now.getTime();
  const left = leftMs < JUST_NOW_MS ? "less than a minute" : formatRough(leftMs);
  return ` There ${/^1 |^less/.test(left) ? "is" : "are"} ${left} left.`;
}

function ranOut(session: SessionRecord, { formatTime }: HeadlineContext): string {
  return `Time ran out at ${formatTime(session.expires_at)}; Kayle has not closed it yet.`;
}

function lastTry(session: SessionRecord): string {
  const isNfc = countTries(session, "nfc") === TRIES_MAX - 1;
  const isLiveness = countTries(session, "liveness") === TRIES_MAX - 1;
  const step = isNfc && isLiveness ? "at both steps" : isNfc ? "at the chip" : "at the face step";
  return `The check is under way, after ${countText(session)}: one more ${step} ends it.`;
}

function whatFailed(session: SessionRecord, cause: Cause): string {
  const code = session.failure_code;
  if (code !== null && isFailureCode(code)) return WHAT_FAILED[code];
  if (cause === "failed_reason_removed") {
    return "The check failed; Kayle removes the reason 7 days after the end.";
  }
  if (cause === "failed_reason_missing") return "The check failed, and Kayle gives no reason.";
  return `The check failed for a reason that this desk does not know yet, “${shorten(code ?? "")}”.`;
}

const ENDED_BY: Record<FailureEnd, (session: SessionRecord) => string> = {
  nfc: (session) => `${ordinal(session, "nfc")} chip failure ended the session`,
  liveness: (session) =>
    `${ordinal(session, "liveness")} liveness or face failure ended the session`,
  device_trust: () => "That ended the session at once",
  document_data: () => "The session ended",
  unclear: () => "The session ended",
};

function howItEnded(session: SessionRecord, ended: string): string {
  return `${ENDED_BY[toFailureEnd(session)](session)}${ended}.`;
}

function ordinal(session: SessionRecord, kind: "nfc" | "liveness"): string {
  return countTries(session, kind) === TRIES_MAX ? "The third" : "The last";
}

function cancelledAfterEnd(session: SessionRecord, ended: string): string {
  const changedMs = changedAfterEndMs(session);
  const how = hasFailures(session) ? `, after ${countText(session)}` : "";
  const changed =
    changedMs === null ? "is now cancelled" : `was changed ${formatDuration(changedMs)} later`;
  return `The check ended${ended}${how}, and ${changed}. Most likely the person withdrew.`;
}

function shorten(value: string): string {
  const characters = [...value];
  if (characters.length <= RAW_VALUE_MAX) return value;
  return `${characters.slice(0, RAW_VALUE_MAX - 1).join("")}…`;
}
