import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type {
  CountRange,
  HasValue,
  IsValue,
  SearchFilter,
  TimeRange,
} from "@/lib/domain/search/query";
import { foldSearchText } from "@/lib/domain/search/searchable-texts";
import { sessionCounts, sessionGroups, sessionIndex } from "../db/index-schema";
import { isAnyOf } from "../index/index-writer";

/** Where the two times that can be asked for stand; without an end it is null. */
export type TimeColumns = { created: SQL; ended: SQL };

export const ROW_TIMES: TimeColumns = {
  created: sql`${sessionIndex.createdAt}`,
  ended: sql`${sessionIndex.completedAt}`,
};

/** Of a count only the beginnings of its days are known. */
export const COUNT_TIMES: TimeColumns = {
  created: sql`${sessionCounts.createdOn}`,
  ended: sql`nullif(${sessionCounts.completedOn}, 'infinity'::timestamptz)`,
};

/** Decides what is overdue, and where times are looked for. */
export type ConditionContext = { now: Date; times: TimeColumns };

/**
 * One condition of the grammar as SQL; its meaning is `matchesFilter`'s. What sessions have in common is
 * asked of `session_groups`, times of the given columns, and the rest of `session_index`.
 */
export function toCondition(filter: SearchFilter, context: ConditionContext): SQL {
  const condition = toPlainCondition(filter, context);
  // A session that lacks what is compared fits the negated condition.
  return filter.negated ? sql`not coalesce(${condition}, false)` : condition;
}

function toPlainCondition(filter: SearchFilter, { now, times }: ConditionContext): SQL {
  switch (filter.key) {
    case "status":
      return isAnyOf(sessionGroups.status, filter.values);
    case "code":
      return isAnyOrNone(sessionGroups.failureCode, filter.values);
    case "nfc":
      return anyOf(filter.ranges.map((range) => isCounted(sessionGroups.nfcTriesUsed, range)));
    case "liveness":
      return anyOf(filter.ranges.map((range) => isCounted(sessionGroups.livenessTriesUsed, range)));
    case "created":
      return anyOf(filter.ranges.map((range) => isWithin(times.created, range)));
    case "ended":
      return anyOf(filter.ranges.map((range) => isWithin(times.ended, range)));
    case "claim":
      return sql`${sessionGroups.claimKeys} && ${toTexts(filter.values)}`;
    case "redirect":
      return isAtHost(filter.values);
    case "webhook":
      return isToldTo(filter.values);
    case "has":
      return anyOf(filter.values.map((value) => HAS[value]));
    case "is":
      return anyOf(filter.values.map((value) => IS[value](now)));
    case "word":
      return holdsWord(filter.text);
  }
}

const HAS: Record<HasValue, SQL> = {
  redirect: sql`${sessionGroups.hasRedirect}`,
  code: sql`${sessionGroups.failureCode} is not null`,
  webhook: sql`${sessionGroups.webhookEndpointIds} is not null`,
  claims: sql`cardinality(${sessionGroups.claimKeys}) > 0`,
};

const IS: Record<IsValue, (now: Date) => SQL> = {
  open: () => sql`${sessionGroups.isOpen}`,
  ended: () => sql`not ${sessionGroups.isOpen}`,
  overdue: (now) => sql`(${sessionGroups.isOpen}
    and ${sessionIndex.expiresAt} <= ${now.toISOString()}::timestamptz)`,
  "changed-after-end": () => sql`${sessionGroups.isChangedAfterEnd}`,
};

/** All of them; true where there are none. */
export function allOf(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join([...conditions], sql` and `)})`;
}

/** One of them at least; false where there are none. */
export function anyOf(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`;
}

type Column = SQL | { getSQL(): SQL };

function isAnyOrNone(column: Column, values: readonly (string | null)[]): SQL {
  const isNamed = isAnyOf(column, named(values));
  return values.includes(null) ? sql`(${column} is null or ${isNamed})` : isNamed;
}

function isToldTo(values: readonly (string | null)[]): SQL {
  const ids = sessionGroups.webhookEndpointIds;
  const isNamed = sql`${ids} && ${toTexts(named(values))}`;
  return values.includes(null) ? sql`(${ids} is null or ${isNamed})` : isNamed;
}

function named(values: readonly (string | null)[]): string[] {
  return values.filter((value) => value !== null);
}

/** A host stands for its subdomains too. */
function isAtHost(hosts: readonly string[]): SQL {
  const host = sessionGroups.redirectHost;
  const below = toTexts(hosts.map((name) => `%.${escapePattern(name)}`));
  return sql`(${isAnyOf(host, hosts)} or ${host} like any(${below}))`;
}

function isCounted(column: Column, { min, max }: CountRange): SQL {
  return allOf([
    ...(min === null ? [] : [sql`${column} >= ${min}`]),
    ...(max === null ? [] : [sql`${column} <= ${max}`]),
  ]);
}

/** A session without such a moment is in no stretch of time. */
function isWithin(column: SQL, { from, before }: TimeRange): SQL {
  return allOf([
    sql`${column} is not null`,
    ...(from === null ? [] : [sql`${column} >= ${from}::timestamptz`]),
    ...(before === null ? [] : [sql`${column} < ${before}::timestamptz`]),
  ]);
}

/** What an id is made of once it is folded. */
const ID_PART = /^[a-z0-9_]+$/;

/** Part of a redirect URL, or the beginning or the end of an id. Each has an index of its own. */
function holdsWord(word: string): SQL {
  const folded = foldSearchText(word);
  const inUrl = sql`${sessionIndex.searchText} like ${`%${escapePattern(folded)}%`}`;
  if (!ID_PART.test(folded)) return inUrl;
  const reversed = Array.from(folded).reverse().join("");
  return anyOf([
    inUrl,
    sql`lower(${sessionIndex.id}) like ${`${escapePattern(folded)}%`}`,
    sql`reverse(lower(${sessionIndex.id})) like ${`${escapePattern(reversed)}%`}`,
  ]);
}

function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** A list of any length as one parameter. */
function toTexts(texts: readonly string[]): SQL {
  return sql`array(select json_array_elements_text(${JSON.stringify(texts)}::json))`;
}
