import type { ReadState } from "../observation";
import { isOpen, isOverdue } from "../session";
import { toInstant } from "../time";
import { toBetween, toBound } from "./bounds";
import { toLength } from "./end-entries";
import type { TimelineEntry, TimelineWhen } from "./entry";

/** Creation, which every session has. */
export function toCreatedEntry(state: ReadState): TimelineEntry {
  const when = toKayleMoment(state.created_at);
  return { kind: "created", key: "created", origin: "record", when, seenIn: null };
}

/** The end of the session's hour: it lies ahead, it passed while open, or it was never reached. */
export function toDeadlineEntry(state: ReadState, now: Date): TimelineEntry {
  return {
    kind: "deadline",
    key: "deadline",
    origin: isOpen(state) ? "clock" : "record",
    when: toKayleMoment(state.expires_at),
    seenIn: null,
    state: toDeadlineState(state, now),
    afterCreationMs: toLength(state.created_at, state.expires_at),
  };
}

function toDeadlineState(state: ReadState, now: Date): "ahead" | "passed" | "unused" {
  if (isOpen(state)) return isOverdue(state, now) ? "passed" : "ahead";
  const expires = toInstant(state.expires_at);
  const ended = toInstant(state.completed_at);
  // Where both times are known they decide: a record may call itself expired before its deadline.
  const isPassed =
    expires === null || ended === null ? state.status === "expired" : ended >= expires;
  return isPassed ? "passed" : "unused";
}

/** Still open by the record although its time has run out. */
export function toOverdueEntry(state: ReadState, now: Date): TimelineEntry | null {
  if (!isOverdue(state, now)) return null;
  const expires = toInstant(state.expires_at);
  return {
    kind: "overdue",
    key: "overdue",
    origin: "clock",
    when: { kind: "unknown" },
    seenIn: null,
    lateMs: expires === null ? null : now.getTime() - expires,
  };
}

/** A session that the page's own last look did not find, and that no observation tells of yet. */
export function toGoneEntry({ lastReadAt, goneAt }: GoneBetween): TimelineEntry {
  const when = toBetween(toBound(lastReadAt, "desk"), toBound(goneAt, "desk"));
  return { kind: "deleted", key: "deleted", origin: "seen", when, seenIn: null };
}

/** The last look that found the session and the one that did not; by the desk's clock. */
export type GoneBetween = { lastReadAt: string; goneAt: string };

function toKayleMoment(at: string): TimelineWhen {
  return { kind: "at", at, clock: "kayle" };
}
