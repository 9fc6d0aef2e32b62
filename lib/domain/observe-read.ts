import { compareReads } from "./compare-reads";
import type { KnownRead, Observation, ReadState, SessionRead } from "./observation";
import { isOpen } from "./session";
import { toInstant } from "./time";

/** What the desk knows after a read, and what is worth keeping of it. */
export type ObservedRead = { known: KnownRead | null; observation: Observation | null };

/**
 * The one way of every read, whoever made it: compares it with what is known and says what is known
 * from now on. Reads may come late, twice and in any order; one that shows an older state changes
 * nothing. A read without a change gives no observation but moves the time of the last look.
 */
export function observeRead(known: KnownRead | null, read: SessionRead): ObservedRead {
  if (known === null) return observeFirst(read);
  if (!isNewerRead(known, read)) return { known, observation: null };
  const changes = compareReads(known.state, read.state);
  const next: KnownRead = {
    state: read.state,
    askedAt: toLater(known.askedAt, read.askedAt),
    answeredAt: toLater(known.answeredAt, read.answeredAt),
  };
  if (changes.length === 0) return { known: next, observation: null };
  const observation: Observation = {
    readAt: read.answeredAt,
    previousReadAt: known.askedAt,
    source: read.source,
    changes,
    state: read.state,
  };
  return { known: next, observation };
}

/** An id that was never there is nothing that the desk saw of a session. */
function observeFirst({ source, ...read }: SessionRead): ObservedRead {
  if (read.state === null) return { known: null, observation: null };
  const { answeredAt: readAt, state } = read;
  const kept = { readAt, previousReadAt: null, source, changes: [], state };
  return { known: read, observation: kept };
}

/**
 * Whether `read` shows the session as it stood later than `known` does, or at the same time. Kayle's
 * own facts decide; the desk's clock only where they are silent.
 */
function isNewerRead(known: KnownRead, read: Omit<SessionRead, "source">): boolean {
  if (read.state === null) return toMs(read.answeredAt) >= toMs(known.askedAt);
  // Gone is the last that is heard of a session, unless Kayle was asked again after that answer.
  if (known.state === null) return toMs(read.askedAt) > toMs(known.answeredAt);
  const order = compareAge(known.state, read.state);
  return order === 0 ? isSameOrAskedLater(known, read) : order > 0;
}

/** Above zero where `next` is the later state, below where it is the older, zero where neither. */
export function compareAge(previous: ReadState, next: ReadState): number {
  const before = toInstant(previous.updated_at);
  const after = toInstant(next.updated_at);
  if (before !== null && after !== null && before !== after) return after - before;
  const ended = Number(!isOpen(next)) - Number(!isOpen(previous));
  const failures = countFailures(next) - countFailures(previous);
  return ended || failures || countDetails(previous) - countDetails(next);
}

/** Kayle takes details out of what has ended and never puts them back. */
function countDetails(state: ReadState): number {
  if (isOpen(state)) return 0;
  return Number(state.failure_code !== null) + Number(state.hasRedirect) + state.shareFieldCount;
}

function countFailures(state: ReadState): number {
  const count = state.nfc_tries_used + state.liveness_tries_used;
  return Number.isFinite(count) ? count : 0;
}

/**
 * The same state again is never older, and tells that it still stood at the later of both looks. Two
 * states that nothing of Kayle's puts in order are so only by reads that did not overlap.
 */
function isSameOrAskedLater(known: KnownRead, read: Omit<SessionRead, "source">): boolean {
  if (compareReads(known.state, read.state).length === 0) return true;
  return toMs(read.askedAt) >= toMs(known.answeredAt);
}

function toLater(a: string, b: string): string {
  return toMs(b) > toMs(a) ? b : a;
}

function toMs(iso: string): number {
  return toInstant(iso) ?? Number.NEGATIVE_INFINITY;
}
