import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SearchTerm } from "@/lib/domain/search/query";
import { sessionCounts, sessionGroups, sessionIndex } from "../db/index-schema";
import { isAnyOf, toNumberList } from "../index/index-writer";
import { BUCKET_MS, toBucketStart } from "../index/session-counts";
import { allOf, anyOf, COUNT_TIMES, ROW_TIMES, toCondition } from "./to-condition";
import type { Ask } from "./with-search-budget";

/** The keys of the facets, in the order in which they are counted. */
export const FACET_KEYS = [
  "status",
  "code",
  "nfc",
  "liveness",
  "claim",
  "redirect",
  "webhook",
] as const;
export type FacetKey = (typeof FACET_KEYS)[number];

/**
 * A search as SQL, by where its conditions are decided: once for all sessions of a group, for all that were
 * created and ended within the same buckets of time, or row by row.
 */
export type CompiledSearch = {
  /** Of each facet's own key; true where the search does not ask for it. */
  facetConditions: Record<FacetKey, SQL>;
  /** What else is asked of the group. */
  groupCondition: SQL;
  /** Groups that fit, and those that fit but for one facet at most; null where any does. */
  groups: { fitting: readonly number[]; nearly: readonly number[] } | null;
  /** What is asked of each row; its group is asked for apart. */
  rowConditions: readonly SQL[];
  /** What the table of counts can tell; null where every row must be looked at. */
  counts: CountedParts | null;
  /** Whether there is a free word, so that what fits is not known without looking at texts. */
  hasWord: boolean;
};

/** Which counts are of sessions that all fit, and which are of sessions that must be looked at. */
export type CountedParts = {
  /** On `session_counts`: all of them fit, as far as times are concerned. */
  isSure: SQL;
  /** On `session_counts`: some may fit; null where there are none such. */
  isUnsure: SQL | null;
  /** On `session_index`: a row out of the unsure counts; null where there are none such. */
  isUnsureRow: SQL | null;
};

export type SearchParts = {
  terms: readonly SearchTerm[];
  ids: readonly string[] | null;
  now: Date;
};

/** Turns a search into SQL, and asks which groups fit. */
export async function compileSearch(
  ask: Ask,
  { terms, ids, now }: SearchParts,
): Promise<CompiledSearch> {
  const ofGroup = terms.filter(isGroupTerm);
  const ofRow = terms.filter((term) => !isGroupTerm(term));
  const context = { now, times: ROW_TIMES };
  const conditionOf = (key: FacetKey) =>
    allOf(ofGroup.filter((term) => term.key === key).map((term) => toCondition(term, context)));
  const facetConditions = {
    status: conditionOf("status"),
    code: conditionOf("code"),
    nfc: conditionOf("nfc"),
    liveness: conditionOf("liveness"),
    claim: conditionOf("claim"),
    redirect: conditionOf("redirect"),
    webhook: conditionOf("webhook"),
  };
  const others = ofGroup.filter(({ key }) => key === "has" || key === "is");
  const groupCondition = allOf(others.map((term) => toCondition(term, context)));
  const rowConditions = ofRow.map((term) =>
    isOverdueTerm(term) ? toOverdueCondition(term, now) : toCondition(term, context),
  );
  const hasWord = ofRow.some(({ key }) => key === "word");
  return {
    facetConditions,
    groupCondition,
    groups: ofGroup.length === 0 ? null : await findGroups(ask, facetConditions, groupCondition),
    rowConditions: ids === null ? rowConditions : [isAnyOf(sessionIndex.id, ids), ...rowConditions],
    counts: hasWord || ids !== null ? null : toCountedParts(ofRow, now),
    hasWord,
  };
}

/** `column = any of these groups`; true where any will do. */
export function isOfGroups(column: SQL | { getSQL(): SQL }, ids: readonly number[] | null): SQL {
  return ids === null ? sql`true` : sql`${column} = any(${toNumberList(ids)}::int[])`;
}

/** Whether the session's group decides it. */
function isGroupTerm(term: SearchTerm): boolean {
  return !["created", "ended", "word"].includes(term.key) && !isOverdueTerm(term);
}

type IsTerm = Extract<SearchTerm, { key: "is" }>;

/** Overdue is a matter of the clock and of each row. */
function isOverdueTerm(term: SearchTerm): term is IsTerm {
  return term.key === "is" && term.values.includes("overdue");
}

/** Looks at the row and at its group. */
function toOverdueCondition(term: IsTerm, now: Date): SQL {
  const condition = toCondition(term, { now, times: ROW_TIMES });
  return sql`exists (select 1 from ${sessionGroups}
    where ${sessionGroups.id} = ${sessionIndex.groupId} and ${condition})`;
}

async function findGroups(
  ask: Ask,
  facetConditions: Record<FacetKey, SQL>,
  groupCondition: SQL,
): Promise<CompiledSearch["groups"]> {
  const misses = Object.values(facetConditions).map(
    (condition) => sql`(case when ${condition} then 0 else 1 end)`,
  );
  const rows = await ask<{ id: number; misses: number }>(sql`select id, misses from (
    select ${sessionGroups.id} as id, ${sql.join(misses, sql` + `)} as misses
    from ${sessionGroups} where ${groupCondition}) as found where misses <= 1`);
  return {
    fitting: rows.flatMap(({ id, misses }) => (misses === 0 ? [id] : [])),
    nearly: rows.map(({ id }) => id),
  };
}

/** A bucket in which a stretch of time begins or ends holds both what fits and what does not. */
function toCountedParts(terms: readonly SearchTerm[], now: Date): CountedParts {
  const times = terms.filter(({ key }) => key === "created" || key === "ended");
  const isInside = allOf(times.map((term) => toCondition(term, { now, times: COUNT_TIMES })));
  const created = toEdges(times, "created");
  const ended = toEdges(times, "ended");
  const unsure = [
    ...created.map((start) => sql`${sessionCounts.createdFrom} = ${toTime(start)}`),
    ...ended.map((start) => sql`${sessionCounts.completedFrom} = ${toTime(start)}`),
  ];
  const unsureRows = [
    ...created.map((start) => isInBucket(ROW_TIMES.created, start)),
    ...ended.map((start) => isInBucket(ROW_TIMES.ended, start)),
  ];
  const overdue = terms.filter(isOverdueTerm);
  if (overdue.length > 0) {
    unsure.push(isOfOpenGroup(sessionCounts.groupId));
    unsureRows.push(isOfOpenGroup(sessionIndex.groupId));
  }
  if (unsure.length === 0) return { isSure: isInside, isUnsure: null, isUnsureRow: null };
  const isUnsure = anyOf(unsure);
  const ofGroups = overdue.map((term) => isOfEndedGroup(term, now));
  return {
    isSure: allOf([isInside, sql`not ${isUnsure}`, ...ofGroups]),
    isUnsure,
    isUnsureRow: anyOf(unsureRows),
  };
}

function isOfOpenGroup(column: { getSQL(): SQL }): SQL {
  return sql`${column} in (select ${sessionGroups.id} from ${sessionGroups}
    where ${sessionGroups.isOpen})`;
}

/** What has ended is never overdue, so its group decides about the other values of the term. */
function isOfEndedGroup(term: IsTerm, now: Date): SQL {
  const values = term.values.filter((value) => value !== "overdue");
  const condition = toCondition({ ...term, values }, { now, times: COUNT_TIMES });
  return sql`${sessionCounts.groupId} in (select ${sessionGroups.id} from ${sessionGroups}
    where not ${sessionGroups.isOpen} and ${condition})`;
}

/** The buckets within which one of the stretches of time begins or ends. */
function toEdges(terms: readonly SearchTerm[], key: "created" | "ended"): number[] {
  const moments = terms.flatMap((term) =>
    term.key === key ? term.ranges.flatMap(({ from, before }) => [from, before]) : [],
  );
  const inside = moments.flatMap((moment) => {
    const ms = moment === null ? Number.NaN : Date.parse(moment);
    return ms % BUCKET_MS === 0 || Number.isNaN(ms) ? [] : [toBucketStart(ms)];
  });
  return [...new Set(inside)];
}

function isInBucket(column: SQL, start: number): SQL {
  return sql`(${column} >= ${toTime(start)} and ${column} < ${toTime(start + BUCKET_MS)})`;
}

export function toTime(ms: number): SQL {
  return sql`${new Date(ms).toISOString()}::timestamptz`;
}
