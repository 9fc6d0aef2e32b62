import { type Cause, changedAfterEndMs, toCause, toEndingFailure } from "./cause";
import { countTries, type FailureEnd, lastFailureText } from "./counters";
import { isOpen, isOverdue, type SessionRecord } from "./session";
import { toInstant } from "./time";
import { sortEntries } from "./timeline-order";

/**
 * Where an entry is known from. This file makes `record` (Kayle's record itself) and `clock` (our
 * clock held against it); the others are for what is known from elsewhere.
 */
export type TimelineOrigin = "record" | "clock" | "event" | "seen" | "staff";

type EntryOf<Kind extends string, Details = unknown> = {
  kind: Kind;
  origin: TimelineOrigin;
  /** The moment as it stands in the record; null where none is given. */
  at: string | null;
  /** The moments between which it happened; `to` is null while that is still open. */
  between: { from: string; to: string | null } | null;
  /** Milliseconds from `created_at` to `at`; negative where clocks differ, null where not known. */
  afterCreationMs: number | null;
} & Details;

export type TimelineEntry =
  | EntryOf<"created">
  | EntryOf<"failures", { nfc: number; liveness: number; isOver: boolean }>
  | EntryOf<"deadline", { state: "ahead" | "passed" | "unused" }>
  | EntryOf<
      "ended",
      {
        status: string;
        cause: Cause;
        endedBy: FailureEnd | null;
        /** "third chip failure", where a used-up counter ended it. */
        lastFailure: string | null;
      }
    >
  | EntryOf<"changed_after_end", { status: string; cause: Cause; afterEndMs: number }>
  | EntryOf<"overdue", { lateMs: number | null }>;

/**
 * What the record alone says, oldest first: creation, counted failures, deadline, end, a change
 * after the end, and what the clock adds. No time stands in it that is not in the record.
 */
export function toRecordTimeline(session: SessionRecord, now: Date): TimelineEntry[] {
  const entries = [
    toCreated(session),
    toFailures(session, now),
    toDeadline(session, now),
    toEnded(session, now),
    toChangedAfterEnd(session, now),
    toOverdue(session, now),
  ];
  return sortEntries(entries.filter((entry) => entry !== null));
}

function toCreated(session: SessionRecord): TimelineEntry {
  return { kind: "created", origin: "record", ...momentOf(session, session.created_at) };
}

/** The failures before the one that ended the session: that one stands at the end itself. */
function toFailures(session: SessionRecord, now: Date): TimelineEntry | null {
  const last = toEndingFailure(session, toCause(session, now));
  const nfc = countTries(session, "nfc") - (last === "nfc" ? 1 : 0);
  const liveness = countTries(session, "liveness") - (last === "liveness" ? 1 : 0);
  if (nfc + liveness === 0) return null;
  const isOver = !isOpen(session);
  const to = isOver ? session.completed_at : null;
  return {
    kind: "failures",
    origin: "record",
    at: null,
    between: { from: session.created_at, to },
    afterCreationMs: null,
    nfc,
    liveness,
    isOver,
  };
}

function toDeadline(session: SessionRecord, now: Date): TimelineEntry {
  const moment = momentOf(session, session.expires_at);
  if (isOpen(session)) {
    const state = isOverdue(session, now) ? "passed" : "ahead";
    return { kind: "deadline", origin: "clock", ...moment, state };
  }
  const expires = toInstant(session.expires_at);
  const ended = toInstant(session.completed_at);
  // Where both times are known they decide: a record may call itself expired before its deadline.
  const isPassed =
    expires === null || ended === null ? session.status === "expired" : ended >= expires;
  return { kind: "deadline", origin: "record", ...moment, state: isPassed ? "passed" : "unused" };
}

function toEnded(session: SessionRecord, now: Date): TimelineEntry | null {
  if (isOpen(session)) return null;
  const cause = toCause(session, now);
  const endedBy = toEndingFailure(session, cause);
  const isByCounter = endedBy === "nfc" || endedBy === "liveness";
  return {
    kind: "ended",
    origin: "record",
    ...momentOf(session, session.completed_at),
    status: session.status,
    cause,
    endedBy,
    lastFailure: isByCounter ? lastFailureText(session, endedBy) : null,
  };
}

function toChangedAfterEnd(session: SessionRecord, now: Date): TimelineEntry | null {
  const afterEndMs = changedAfterEndMs(session);
  if (isOpen(session) || afterEndMs === null) return null;
  return {
    kind: "changed_after_end",
    origin: "record",
    ...momentOf(session, session.updated_at),
    status: session.status,
    cause: toCause(session, now),
    afterEndMs,
  };
}

function toOverdue(session: SessionRecord, now: Date): TimelineEntry | null {
  if (!isOverdue(session, now)) return null;
  const expires = toInstant(session.expires_at);
  const lateMs = expires === null ? null : now.getTime() - expires;
  return { kind: "overdue", origin: "clock", ...momentOf(session, null), lateMs };
}

function momentOf(session: SessionRecord, at: string | null) {
  const created = toInstant(session.created_at);
  const instant = toInstant(at);
  const afterCreationMs = created === null || instant === null ? null : instant - created;
  return { at, between: null, afterCreationMs };
}
