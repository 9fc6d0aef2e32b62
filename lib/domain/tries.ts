import { type Cause, toCause, toEndingFailure } from "./cause";
import { countTries, type FailureEnd, isInContract, isUsedUp, reportedTries } from "./counters";
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
  /** What that means: one to three full sentences. */
  sentences: string[];
  /** Whether this counter ended the session, as far as the record tells. */
  endedSession: boolean;
};

const TITLES: Record<TriesKind, string> = {
  nfc: "Chip reading (NFC)",
  liveness: "Liveness and face",
};

/** Both counters in words. Holds for any status, any code and any figure; never throws. */
export function explainTries(
  session: SessionRecord,
  now: Date,
): Record<TriesKind, TriesExplanation> {
  const cause = toCause(session, now);
  return {
    nfc: explainCounter(session, cause, "nfc"),
    liveness: explainCounter(session, cause, "liveness"),
  };
}

function explainCounter(session: SessionRecord, cause: Cause, kind: TriesKind): TriesExplanation {
  const used = reportedTries(session, kind);
  const end = toEndingFailure(session, cause);
  return {
    kind,
    title: TITLES[kind],
    used,
    max: TRIES_MAX,
    left: Math.max(0, TRIES_MAX - countTries(session, kind)),
    summary: isInContract(used) ? `${used} of ${TRIES_MAX} failures used` : `${used} reported`,
    sentences: toSentences(session, cause, kind, end),
    endedSession: end === kind && isUsedUp(session, kind),
  };
}

function toSentences(
  session: SessionRecord,
  cause: Cause,
  kind: TriesKind,
  end: FailureEnd | null,
): string[] {
  const lead = kind === "liveness" ? ["Face mismatches count here too."] : [];
  const count = countTries(session, kind);
  if (!isInContract(reportedTries(session, kind))) {
    return [...lead, "Kayle reports a figure outside 0 to 3; it is shown as it was sent."];
  }
  const meaning =
    end === null ? withoutFailure(cause, kind, count) : afterFailure(session, kind, count, end);
  return [...lead, ...meaning];
}

/** The session is open, or something other than a failure ended it. */
function withoutFailure(cause: Cause, kind: TriesKind, count: number): string[] {
  switch (cause) {
    case "not_started":
    case "under_way":
    case "under_way_after_failures":
    case "last_try":
    case "no_try_left":
      return whileOpen(kind, count);
    case "overdue_not_started":
    case "overdue_under_way":
    case "expired_no_failures":
    case "expired_after_failures":
      return [leftText(count, " when time ran out")];
    case "unknown_status_open":
    case "unknown_status_ended":
      return ["Three failures normally end a session."];
    default:
      return [leftText(count)];
  }
}

function whileOpen(kind: TriesKind, count: number): string[] {
  if (count >= TRIES_MAX) {
    return ["A third failure ends a session, yet Kayle still lists this one as open."];
  }
  if (count === TRIES_MAX - 1) return ["One more failure, the third, ends the session."];
  const rule = "A third failure ends the session.";
  return kind === "nfc" ? [rule, "Scans of the printed lines are not counted."] : [rule];
}

function afterFailure(
  session: SessionRecord,
  kind: TriesKind,
  count: number,
  end: FailureEnd,
): string[] {
  switch (end) {
    case kind:
      return ["Ended by the third failure."];
    case "device_trust":
      return [
        besideText(count),
        "A device trust check ends a session at once, whatever the count.",
      ];
    case "document_data":
      return kind === "nfc"
        ? [besideText(count), "Scans of the printed lines are not counted, so they spend no try."]
        : [besideText(count)];
    case "unclear":
      return whereUnclear(session, kind, count);
    default:
      return [besideText(count)];
  }
}

const GAP = "Kayle’s record is known to leave failures out at times, so there may have been more.";

/** Reason and counters do not fit together: server 1.6.0 is known to leave failures out. */
function whereUnclear(session: SessionRecord, kind: TriesKind, count: number): string[] {
  const { counter } = describeFailureCode(session.failure_code);
  if (counter === kind) {
    const reported = count === 0 ? "None is" : `Only ${count} ${count === 1 ? "is" : "are"}`;
    return [`${reported} reported, although the reason given belongs to this step.`, GAP];
  }
  if (counter !== null) return [besideText(count)];
  if (count >= TRIES_MAX) {
    return ["All three were used; the record does not say which step ended the session."];
  }
  return count === 0 ? ["None is reported.", GAP] : [leftText(count)];
}

/** The counter that did not end the session. */
function besideText(count: number): string {
  if (count >= TRIES_MAX) return "All three were used, but Kayle names another reason for the end.";
  return leftText(count);
}

function leftText(count: number, when = ""): string {
  if (count <= 0) return "No failure was counted.";
  if (count >= TRIES_MAX) return "All three were used.";
  return count === 1 ? `Two were left${when}.` : `One was left${when}.`;
}
