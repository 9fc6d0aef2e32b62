import { toCause } from "./cause";
import { countTries, isInContract, isUsedUp, reportedTries, toFailureEnd } from "./counters";
import { describeFailureCode, type TriesKind } from "./failure-code";
import { type SessionRecord, TRIES_MAX } from "./session";

export type TriesExplanation = {
  kind: TriesKind;
  title: string;
  /** As Kayle reports it, even where outside 0 to 3. */
  used: number;
  max: typeof TRIES_MAX;
  /** 0 to 3. */
  left: number;
  /** "2 of 3 failures used" */
  summary: string;
  /** What it means, one to three full sentences. */
  sentences: string[];
  /** Whether this counter ended the session, as far as the record tells. */
  endedSession: boolean;
};

export type TriesExplanations = {
  nfc: TriesExplanation;
  liveness: TriesExplanation;
  /** What neither counter holds. */
  note: string;
};

const TITLES: Record<TriesKind, string> = {
  nfc: "Chip reading (NFC)",
  liveness: "Liveness and face",
};

const NUMBER_WORDS = ["none", "one", "two"] as const;

/** Both counters in words. Holds for any status, any code and any figure. */
export function explainTries(session: SessionRecord, now: Date): TriesExplanations {
  return {
    nfc: explainCounter(session, now, "nfc"),
    liveness: explainCounter(session, now, "liveness"),
    note: "Scans of the printed lines of the document are not counted.",
  };
}

function explainCounter(session: SessionRecord, now: Date, kind: TriesKind): TriesExplanation {
  const used = reportedTries(session, kind);
  const count = countTries(session, kind);
  const endedSession = hasEndedSession(session, now, kind);
  const own = isInContract(used)
    ? meaningOf(session, now, kind, count, endedSession)
    : ["Kayle reports a figure outside 0 to 3. It is shown as it was sent."];
  return {
    kind,
    title: TITLES[kind],
    used,
    max: TRIES_MAX,
    left: Math.max(0, TRIES_MAX - count),
    summary: isInContract(used) ? `${used} of ${TRIES_MAX} failures used` : `${used} reported`,
    sentences: kind === "liveness" ? ["Face mismatches count here too.", ...own] : own,
    endedSession,
  };
}

function hasEndedSession(session: SessionRecord, now: Date, kind: TriesKind): boolean {
  const cause = toCause(session, now);
  if (cause.startsWith("failed") || cause.startsWith("cancelled_after_")) {
    return isUsedUp(session, kind) && toFailureEnd(session) === kind;
  }
  return false;
}

function meaningOf(
  session: SessionRecord,
  now: Date,
  kind: TriesKind,
  count: number,
  endedSession: boolean,
): string[] {
  const cause = toCause(session, now);
  if (endedSession) return ["Ended by the third failure."];
  if (cause === "failed" || cause.startsWith("failed_") || cause === "cancelled_after_failed") {
    return meaningAfterFailure(session, kind, count);
  }
  if (cause.startsWith("unknown_status")) return [rule(count)];
  if (isOpenCause(cause)) return meaningWhileOpen(cause.startsWith("overdue"), count);
  return [count >= TRIES_MAX ? "All three were used." : leftText(count)];
}

function isOpenCause(cause: string): boolean {
  return /^(not_started|under_way|last_try|no_try_left|overdue)/.test(cause);
}

function meaningWhileOpen(isLate: boolean, count: number): string[] {
  if (count >= TRIES_MAX) {
    return ["A third failure ends a session, yet Kayle still lists this one as open."];
  }
  if (isLate) return [leftText(count)];
  return [rule(count)];
}

function rule(count: number): string {
  if (count >= TRIES_MAX) return "A third failure normally ends a session.";
  if (count === TRIES_MAX - 1) return "One more failure, the third, ends the session.";
  return "A third failure ends the session.";
}

function meaningAfterFailure(session: SessionRecord, kind: TriesKind, count: number): string[] {
  const end = toFailureEnd(session);
  const { counter } = describeFailureCode(session.failure_code);
  if (end === "device_trust") {
    return [usedText(count), "A device trust check ends a session at once, whatever the count."];
  }
  if (end === "document_data") {
    return [usedText(count), "Unusable document data is not counted as a failure here."];
  }
  if (end !== "unclear") return [usedText(count)];
  if (counter === kind) return gapText(count);
  if (counter === null && count >= TRIES_MAX) {
    return ["All three were used; the record does not say which failure came last."];
  }
  if (counter === null && count === 0) return gapText(count);
  return [usedText(count)];
}

/** The failed session's own counter stands below three: a known fault of server 1.6.0. */
function gapText(count: number): string[] {
  const reported = count === 0 ? "Kayle reports none" : `Kayle reports ${count}`;
  return [
    `${reported}, although the session failed.`,
    "Kayle’s record is known to leave failures out at times, so the figure may be too low.",
  ];
}

function usedText(count: number): string {
  return count >= TRIES_MAX
    ? "All three were used, but Kayle names another reason for the end."
    : leftText(count);
}

function leftText(count: number): string {
  const left = TRIES_MAX - count;
  if (left >= TRIES_MAX) return "No failure was counted.";
  const word = NUMBER_WORDS[left] ?? String(left);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${left === 1 ? "was" : "were"} left.`;
}
