import { toCause } from "./cause";
import { countTries, toFailureEnd } from "./counters";
import { FAILURES, FAILURES_BY_STEP } from "./guidance/failure-texts";
import { STATES } from "./guidance/state-texts";
import { NEXT, TIPS } from "./guidance/tips";
import { joinWords, type Words } from "./guidance/words";
import { isFailureCode, type SessionRecord, TRIES_MAX } from "./session";

/** What to tell the customer, ready to be read out or sent. */
export type Guidance = { en: string; fr: string };

/**
 * Addresses the customer: plain, kind, without codes or blame, with the next step, at most 90 words
 * in each language. Times are left out, because the words are copied and read later.
 */
export function toGuidance(session: SessionRecord, now: Date): Guidance {
  return joinWords(toParts(session, now));
}

function toParts(session: SessionRecord, now: Date): readonly Words[] {
  switch (toCause(session, now)) {
    case "not_started":
      return [STATES.notStarted];
    case "under_way":
      return [STATES.underWay];
    case "under_way_after_failures":
    case "last_try":
      return whileOpen(session);
    case "no_try_left":
      return [STATES.noTryLeft, ...tipsForUsed(session), NEXT.newCheck];
    case "overdue_not_started":
    case "overdue_under_way":
    case "expired_no_failures":
    case "expired_after_failures":
      return [STATES.timeRanOut, NEXT.newCheck, ...tipsForUsedOr(session, TIPS.prepare)];
    case "succeeded":
    case "succeeded_after_failures":
      return [STATES.succeeded];
    case "failed":
    case "failed_reason_unknown":
    case "failed_reason_missing":
    case "failed_reason_removed":
      return afterFailure(session);
    case "cancelled":
    case "cancelled_after_failures":
      return [STATES.cancelled, ...tipsForUsed(session)];
    case "cancelled_after_failed":
      return [STATES.withdrawn];
    case "cancelled_after_end":
      return [STATES.closedAfterEnd];
    case "unknown_status_open":
    case "unknown_status_ended":
      return [STATES.unclear];
  }
}

function whileOpen(session: SessionRecord): readonly Words[] {
  const nfc = countTries(session, "nfc");
  const liveness = countTries(session, "liveness");
  const next = Math.max(nfc, liveness) === TRIES_MAX - 1 ? NEXT.lastTry : NEXT.sameCheck;
  if (nfc > 0 && liveness > 0) return [STATES.bothNotYet, TIPS.chipShort, TIPS.faceShort, next];
  return nfc > 0 ? [STATES.chipNotYet, TIPS.chip, next] : [STATES.faceNotYet, TIPS.face, next];
}

/** The text for the reason, and a short tip for the other step where that has needed a try too. */
function afterFailure(session: SessionRecord): readonly Words[] {
  const code = session.failure_code;
  const end = toFailureEnd(session);
  if (code !== null && isFailureCode(code)) {
    return withTips(FAILURES[code], tipsForOthers(session, stepOf(code)));
  }
  if (end === "nfc" || end === "liveness") {
    return withTips(FAILURES_BY_STEP[end], tipsForOthers(session, end));
  }
  return FAILURES_BY_STEP.unknown;
}

/** The tips go before the last part, which is always the next step. */
function withTips(text: readonly Words[], tips: readonly Words[]): readonly Words[] {
  return [...text.slice(0, -1), ...tips, ...text.slice(-1)];
}

type Step = "nfc" | "liveness" | "device" | "data";

function stepOf(code: string): Step {
  if (code === "liveness_failed" || code === "selfie_face_mismatch") return "liveness";
  if (code === "document_data_invalid") return "data";
  return code === "document_anti_cloning_attestation_failed" ? "device" : "nfc";
}

function tipsForOthers(session: SessionRecord, step: Step): Words[] {
  if (step === "device") return [];
  return tipsForUsed({
    nfc_tries_used: step === "nfc" ? 0 : session.nfc_tries_used,
    liveness_tries_used: step === "liveness" ? 0 : session.liveness_tries_used,
  });
}

function tipsForUsedOr(session: SessionRecord, otherwise: Words): Words[] {
  const tips = tipsForUsed(session);
  return tips.length > 0 ? tips : [otherwise];
}

function tipsForUsed(
  session: Pick<SessionRecord, "nfc_tries_used" | "liveness_tries_used">,
): Words[] {
  const tips: Words[] = [];
  if (countTries(session, "nfc") > 0) tips.push(TIPS.chipShort);
  if (countTries(session, "liveness") > 0) tips.push(TIPS.faceShort);
  return tips;
}
