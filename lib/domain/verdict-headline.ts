import { type Cause, changedAfterEndMs, toEndingFailure } from "./cause";
import { allFailuresText, countTries, lastFailureText, toFailureEnd } from "./counters";
import { formatDuration, formatRelative, formatRough } from "./duration";
import { describeFailureCode } from "./failure-code";
import { type FailureCode, isFailureCode, type SessionRecord } from "./session";
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
    "The document’s chip was read, but the test that shows it is the original did not succeed.",
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
      return `The check was created${whenText(session.created_at, context)} and has not been started.${timeLeft(session, context)}`;
    case "under_way":
      return `The check is under way, with no failures so far.${timeLeft(session, context)}`;
    case "under_way_after_failures":
      return `The check is under way, after ${allFailuresText(session)}.${timeLeft(session, context)}`;
    case "last_try":
      return `The check is under way, after ${allFailuresText(session)}: ${oneMore(session)} ends it.${timeLeft(session, context)}`;
    case "no_try_left":
      return `All tries of one step are used up, after ${allFailuresText(session)}, yet Kayle still lists the check as open.`;
    case "overdue_not_started":
      return `${ranOut(session, context)} The check had not been started.`;
    case "overdue_under_way":
      return ranOut(session, context);
    case "succeeded":
      return `The check succeeded${ended}.`;
    case "succeeded_after_failures":
      return `The check succeeded${ended}, after ${allFailuresText(session)}.`;
    case "failed":
      return `${whatFailed(session)} ${howItEnded(session)}${ended}.`;
    case "failed_reason_unknown":
    case "failed_reason_missing":
    case "failed_reason_removed":
      return failedWithoutReason(session, cause, ended);
    case "expired_no_failures":
      return `Time ran out before the check was finished, and Kayle closed it${ended}. No failures are recorded.`;
    case "expired_after_failures":
      return `Time ran out before the check was finished, after ${allFailuresText(session)}. Kayle closed it${ended}.`;
    case "cancelled":
      return `The check was cancelled${ended}. The record shows no result before that.`;
    case "cancelled_after_failures":
      return `The check was cancelled${ended}, after ${allFailuresText(session)}. The record shows no result before that.`;
    case "cancelled_after_failed":
      return `The check failed${ended} (reason: ${reasonText(session)}), and the person withdrew afterwards.`;
    case "cancelled_after_end":
      return cancelledAfterEnd(session, cause, ended);
    case "unknown_status_open":
      return `Kayle reports “${shorten(session.status)}”, a status that this desk does not know yet. Its record shows no end.`;
    case "unknown_status_ended":
      return `Kayle reports “${shorten(session.status)}”, a status that this desk does not know yet. Its record shows an end${ended}.`;
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
  if (leftMs < JUST_NOW_MS) return " Less than a minute is left.";
  const left = formatRough(leftMs);
  return ` There ${left.startsWith("1 ") ? "is" : "are"} ${left} left.`;
}

function ranOut(session: SessionRecord, { formatTime }: HeadlineContext): string {
  return `Time ran out at ${formatTime(session.expires_at)}; Kayle has not closed it yet.`;
}

/** Which failure would be the last; named only where both kinds have happened. */
function oneMore(session: SessionRecord): string {
  const nfc = countTries(session, "nfc");
  const liveness = countTries(session, "liveness");
  if (nfc === liveness) return "one more of either";
  if (nfc === 0 || liveness === 0) return "one more";
  return nfc > liveness ? "one more chip failure" : "one more liveness or face failure";
}

function whatFailed({ failure_code: code }: SessionRecord): string {
  return code !== null && isFailureCode(code) ? WHAT_FAILED[code] : "The check failed.";
}

function howItEnded(session: SessionRecord): string {
  const end = toFailureEnd(session);
  if (end === "device_trust") return "That ended the session at once,";
  if (end === "nfc" || end === "liveness") {
    return `The ${lastFailureText(session, end)} ended the session`;
  }
  return "The session ended";
}

function failedWithoutReason(session: SessionRecord, cause: Cause, ended: string): string {
  const end = toFailureEnd(session);
  const isStepKnown = end === "nfc" || end === "liveness";
  const what = isStepKnown ? `${howItEnded(session)}${ended}.` : `The check failed${ended}.`;
  if (cause === "failed_reason_removed") {
    return `${what} Kayle keeps the exact reason of a failure for 7 days only.`;
  }
  if (cause === "failed_reason_missing") {
    return isStepKnown
      ? `${what} Kayle gives no more exact reason.`
      : `${what} Kayle gives no reason.`;
  }
  return `${what} The reason, ${reasonText(session)}, is one that this desk does not know yet.`;
}

/** "face mismatch", or a code that the desk does not know, in quotes. */
function reasonText({ failure_code: code }: SessionRecord): string {
  const { title, isKnown } = describeFailureCode(code);
  return isKnown ? title.toLowerCase() : `“${shorten(title)}”`;
}

/** Only what both stories bear out: ended and withdrawn, or cancelled and its record tidied later. */
function cancelledAfterEnd(session: SessionRecord, cause: Cause, ended: string): string {
  const end = toEndingFailure(session, cause);
  const changedMs = changedAfterEndMs(session);
  const what =
    end === "nfc" || end === "liveness"
      ? `The ${lastFailureText(session, end)} ended the check${ended}`
      : `The check ended${ended}`;
  const changed =
    changedMs === null ? "" : `, and its record was changed ${formatDuration(changedMs)} later`;
  return `${what}${changed}. It is cancelled now; most likely the person withdrew.`;
}

function shorten(value: string): string {
  const characters = [...value];
  if (characters.length <= RAW_VALUE_MAX) return value;
  return `${characters.slice(0, RAW_VALUE_MAX - 1).join("")}…`;
}
