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

const NUMBER_WORDS = ["no", "one", "two", "three"];

const FAILURE_NAMES: Record<TriesKind, string> = {
  nfc: "chip failure",
  liveness: "liveness or face failure",
};

/** "two chip failures"; how a number of failures of one kind is said everywhere. */
export function failuresText(count: number, kind: TriesKind): string {
  return `${NUMBER_WORDS[count] ?? count} ${FAILURE_NAMES[kind]}${count === 1 ? "" : "s"}`;
}

/** "two chip failures and one liveness or face failure"; an empty text where there was none. */
export function allFailuresText(session: Counters): string {
  return (["nfc", "liveness"] as const)
    .map((kind) => ({ kind, count: countTries(session, kind) }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => failuresText(count, kind))
    .join(" and ");
}

/** "third chip failure": the one that used the counter up. Says "last" where the figure is no 3. */
export function lastFailureText(session: Counters, kind: TriesKind): string {
  const ordinal = reportedTries(session, kind) === TRIES_MAX ? "third" : "last";
  return `${ordinal} ${FAILURE_NAMES[kind]}`;
}
