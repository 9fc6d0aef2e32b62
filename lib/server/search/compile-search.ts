import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SearchTerm } from "@/lib/domain/search/query";
import { sessionGroups, sessionIndex } from "../db/index-schema";
import { isAnyOf } from "../index/index-writer";
import { type CountedParts, type IsTerm, isOverdueTerm, toCountedParts } from "./counted-parts";
import { allOf, ROW_TIMES, toCondition } from "./to-condition";
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
 * created and ended on the same days, or row by row.
 */
export type CompiledSearch = {
  /** On `session_groups`, of each facet's own key; true where the search does not ask for it. */
  facetConditions: Record<FacetKey, SQL>;
  /** On `session_groups`: what else is asked of the group. */
  groupCondition: SQL;
  /** Groups that fit, and those that fit but for one facet at most; null where any does. */
  groups: { fitting: GroupList; nearly: GroupList } | null;
  /** On `session_index`; what is asked of a row's group is asked for apart. */
  rowConditions: readonly SQL[];
  /** What the counts can tell; null where every row must be looked at. */
  counts: CountedParts | null;
};

/** Numbers of groups as the text of a Postgres array, and how many they are. */
export type GroupList = { list: string; size: number };

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
  const conditionOf = (...keys: string[]) => {
    const own = ofGroup.filter(({ key }) => keys.includes(key));
    return allOf(own.map((term) => toCondition(term, context)));
  };
  const facetConditions = {
    status: conditionOf("status"),
    code: conditionOf("code"),
    nfc: conditionOf("nfc"),
    liveness: conditionOf("liveness"),
    claim: conditionOf("claim"),
    redirect: conditionOf("redirect"),
    webhook: conditionOf("webhook"),
  };
  const groupCondition = conditionOf("has", "is");
  const rowConditions = ofRow.map((term) =>
    isOverdueTerm(term) ? toOverdueCondition(term, now) : toCondition(term, context),
  );
  const isUncounted = ids !== null || ofRow.some(({ key }) => key === "word");
  return {
    facetConditions,
    groupCondition,
    groups: ofGroup.length === 0 ? null : await findGroups(ask, facetConditions, groupCondition),
    rowConditions: ids === null ? rowConditions : [isAnyOf(sessionIndex.id, ids), ...rowConditions],
    counts: isUncounted ? null : toCountedParts(ofRow, rowConditions, now),
  };
}

/** `column = any of these groups`; true where any will do. */
export function isOfGroups(column: SQL | { getSQL(): SQL }, groups: GroupList | null): SQL {
  return groups === null ? sql`true` : sql`${column} = any(${groups.list}::int[])`;
}

/** Whether the session's group decides it. */
function isGroupTerm(term: SearchTerm): boolean {
  return !["created", "ended", "word"].includes(term.key) && !isOverdueTerm(term);
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
  const toList = (condition: SQL) =>
    sql`coalesce(array_agg(id) filter (where ${condition}), '{}')::text`;
  const [found] = await ask<{ fitting: string; fits: number; nearly: string; near: number }>(
    sql`select ${toList(sql`misses = 0`)} as fitting, (count(*) filter (where misses = 0))::int as fits,
        ${toList(sql`misses <= 1`)} as nearly, (count(*) filter (where misses <= 1))::int as near
      from (select ${sessionGroups.id} as id, ${sql.join(misses, sql` + `)} as misses
        from ${sessionGroups} where ${groupCondition}) as found`,
  );
  return {
    fitting: { list: found?.fitting ?? "{}", size: found?.fits ?? 0 },
    nearly: { list: found?.nearly ?? "{}", size: found?.near ?? 0 },
  };
}
