import { describeFailureCode, type TriesKind } from "./failure-code";
import { type SessionRecord, TRIES_MAX } from "./session";

type Counters = Pick<SessionRecord, "nfc_tries_used" | "liveness_tries_used">;

/** Failures of one kind as Kayle reports them, even where outside 0 to 3. */
export function reportedTries(session: Counters, kind: TriesKind): number {
  return kind === "nfc" ? session.nfc_tries_used : session.liveness_tries_used;
}

/** Failures of one kind as a count that can be reasoned with: never negative, never fractional. */
export function countTries(session: Counters, kind: TriesKind): number {
  const reported = reportedTries(session, kind);
  return Number.isFinite(reported) ? Math.max(0, Math.trunc(reported)) : 0;
}

export function isUsedUp(session: Counters, kind: TriesKind): boolean {
  return countTries(session, kind) >= TRIES_MAX;
}

/** Whether a counter holds a figure that the contract allows: a whole number from 0 to 3. */
export function isInContract(tries: number): boolean {
  return Number.isInteger(tries) && tries >= 0 && tries <= TRIES_MAX;
}

/**
 * What ended a session that failed, as far as the record tells. `unclear`: the reason and the
 * counters together do not name it (a counter below three, both at three, or no known reason).
 */
export type FailureEnd = TriesKind | "device_trust" | "document_data" | "unclear";

/** Reads code and counters only; the caller knows that the session failed. */
export function toFailureEnd(session: Counters & Pick<SessionRecord, "failure_code">): FailureEnd {
  const { counter, endsAtOnce, isKnown } = describeFailureCode(session.failure_code);
  if (endsAtOnce) return "device_trust";
  if (counter !== null) return isUsedUp(session, counter) ? counter : "unclear";
  if (isKnown) return "document_data";
  const usedUp = (["nfc", "liveness"] as const).filter((kind) => isUsedUp(session, kind));
  return usedUp.length === 1 && usedUp[0] ? usedUp[0] : "unclear";
}

/** "2 chip-reading failures and 1 liveness or face failure"; an empty text where there was none. */
export function countText(session: Counters): string {
  const nfc = countTries(session, "nfc");
  const liveness = countTries(session, "liveness");
  return [
    nfc > 0 ? `${nfc} chip-reading ${plural(nfc)}` : null,
    liveness > 0 ? `${liveness} liveness or face ${plural(liveness)}` : null,
  ]
    .filter((part) => part !== null)
    .join(" and ");
}

function plural(count: number): string {
  return count === 1 ? "failure" : "failures";
}
