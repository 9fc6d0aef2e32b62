import { type CauseFacts, toCause } from "../cause";
import { isOpen, isOverdue, type SessionRecord } from "../session";
import { toInstant } from "../time";
import type { HasValue, IsValue, SearchFilter, SearchQuery, TimeRange } from "./query";
import { foldSearchText, toSearchableTexts } from "./searchable-texts";
import { findRedirectHost } from "./values-hosts";

/**
 * Whether a session fits a search: the meaning of the language, which the SQL must share. An exact id
 * in the text is the caller's to look for first (`findExactId`). `now` decides only what is overdue;
 * relative times were resolved when the text was read.
 */
export function matchesSearch(query: SearchQuery, session: SessionRecord, now: Date): boolean {
  return query.terms.every((term) => matchesFilter(term, session, now));
}

/** Whether a session fits one condition. */
function matchesFilter(filter: SearchFilter, session: SessionRecord, now: Date): boolean {
  return fits(filter, session, now) !== filter.negated;
}

function fits(filter: SearchFilter, session: SessionRecord, now: Date): boolean {
  switch (filter.key) {
    case "status":
      return filter.values.includes(session.status);
    case "code":
      return filter.values.includes(session.failure_code);
    case "nfc":
      return filter.ranges.some((range) => isBetween(session.nfc_tries_used, range));
    case "liveness":
      return filter.ranges.some((range) => isBetween(session.liveness_tries_used, range));
    case "created":
      return filter.ranges.some((range) => isWithin(session.created_at, range));
    case "ended":
      return filter.ranges.some((range) => isWithin(session.completed_at, range));
    case "claim":
      return filter.values.some((claim) => Object.hasOwn(session.share_fields, claim));
    case "redirect":
      return isAtHost(session.redirect_url, filter.values);
    case "webhook":
      return filter.values.some((id) => isTold(session.webhook_endpoint_id, id));
    case "has":
      return filter.values.some((value) => HAS[value](session));
    case "is":
      return filter.values.some((value) => IS[value](session, now));
    case "word":
      return holdsWord(session, filter.text);
  }
}

function isBetween(count: number, { min, max }: { min: number | null; max: number | null }) {
  return (min === null || count >= min) && (max === null || count <= max);
}

/** A session without such a moment is in no stretch of time. */
function isWithin(moment: string | null, { from, before }: TimeRange): boolean {
  const at = toInstant(moment);
  if (at === null) return false;
  return (from === null || at >= Date.parse(from)) && (before === null || at < Date.parse(before));
}

function isAtHost(redirectUrl: string | null, hosts: readonly string[]): boolean {
  const host = findRedirectHost(redirectUrl);
  return host !== null && hosts.some((wanted) => host === wanted || host.endsWith(`.${wanted}`));
}

/** Only endpoints that the session names count; one that names none tells every subscribed one. */
function isTold(named: string | string[] | null, id: string | null): boolean {
  return id === null || named === null ? named === id : [named].flat().includes(id);
}

/** Ids are random, so nobody knows a part of one but its beginning or its end. */
function holdsWord(session: SessionRecord, word: string): boolean {
  const folded = foldSearchText(word);
  const [id, ...redirects] = toSearchableTexts(session);
  return (
    id.startsWith(folded) || id.endsWith(folded) || redirects.some((text) => text.includes(folded))
  );
}

const HAS: Record<HasValue, (session: SessionRecord) => boolean> = {
  redirect: ({ redirect_url }) => redirect_url !== null,
  code: ({ failure_code }) => failure_code !== null,
  webhook: ({ webhook_endpoint_id }) => webhook_endpoint_id !== null,
  claims: ({ share_fields }) => Object.keys(share_fields).length > 0,
};

const IS: Record<IsValue, (session: SessionRecord, now: Date) => boolean> = {
  open: isOpen,
  ended: (session) => !isOpen(session),
  overdue: isOverdue,
  "changed-after-end": isChangedAfterEnd,
};

/**
 * Cancelled although it had ended before, as the verdict on the session's page tells it: it keeps a
 * failure code, used all tries of a kind, or was written again later than 5 s after its end.
 */
export function isChangedAfterEnd(session: CauseFacts, now: Date): boolean {
  if (session.status !== "cancelled") return false;
  const cause = toCause(session, now);
  return cause === "cancelled_after_failed" || cause === "cancelled_after_end";
}
