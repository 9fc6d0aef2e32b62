import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { COUNTED_MAX, type Facets } from "@/lib/contracts/search";
import { FACET_VALUES_MAX } from "@/lib/contracts/search-params";
import type { SearchTerm } from "@/lib/domain/search/query";
import { sessionCounts, sessionGroups, sessionIndex } from "../db/index-schema";
import {
  type CompiledSearch,
  FACET_KEYS,
  type FacetKey,
  type GroupList,
  isOfGroups,
} from "./compile-search";
import { toSpanBounds } from "./counted-parts";
import { allOf } from "./to-condition";
import type { Ask } from "./with-search-budget";

export type Counted = {
  total: number;
  totalIsExact: boolean;
  facets: Facets | null;
  facetsAreExact: boolean;
};

/** How many sessions fit. Exact from the counts; next to a free word up to `COUNTED_MAX`. */
export async function countSessions(ask: Ask, search: CompiledSearch): Promise<Counted> {
  const isUncounted = search.counts === null;
  const [row] = isUncounted
    ? await ask<{ total: number }>(sql`select count(*)::int as total from (
        select 1 from ${sessionIndex} where ${toRowCondition(search, search.groups?.fitting ?? null)}
        limit ${COUNTED_MAX + 1}) as found`)
    : await ask<{ total: number }>(sql`select coalesce(sum(n), 0)::int as total
        from (${toCounted(search)}) as counted join ${sessionGroups}
          on ${sessionGroups.id} = counted.group_id
        where ${allOf([search.groupCondition, ...Object.values(search.facetConditions)])}`);
  return { ...toTotal(row?.total ?? 0, isUncounted), facets: null, facetsAreExact: true };
}

/**
 * The same, and the facets. Next to a free word these count the newest sessions that hold it and fit but for
 * one facet.
 */
export async function countWithFacets(
  ask: Ask,
  search: CompiledSearch,
  terms: readonly SearchTerm[],
): Promise<Counted> {
  const { fitting = null, nearly = null } = search.groups ?? {};
  const isUncounted = search.counts === null;
  const counted = isUncounted ? toNewest(search, nearly) : toCounted(search);
  const rows = await ask<FacetRow>(toFacetStatement(search, counted));
  const all = rows.find(({ key }) => key === "all")?.count ?? 0;
  const isCut = isUncounted && all > COUNTED_MAX;
  const found = { facets: toFacets(rows, terms), facetsAreExact: !isCut };
  if (isCut && fitting !== null) return { ...(await countSessions(ask, search)), ...found };
  const total = rows.find(({ key }) => key === "total")?.count ?? 0;
  return { ...toTotal(total, isUncounted), ...found };
}

function toTotal(found: number, isUncounted: boolean): Pick<Counted, "total" | "totalIsExact"> {
  const isCut = isUncounted && found > COUNTED_MAX;
  return { total: isCut ? COUNTED_MAX : found, totalIsExact: !isCut };
}

function toRowCondition({ rowConditions }: CompiledSearch, groups: GroupList | null): SQL {
  return allOf([isOfGroups(sessionIndex.groupId, groups), ...rowConditions]);
}

/** How many sessions each group has among the newest that are asked for row by row. */
function toNewest(search: CompiledSearch, groups: GroupList | null): SQL {
  return sql`select group_id, count(*)::int as n from (
      select ${sessionIndex.groupId} from ${sessionIndex} where ${toRowCondition(search, groups)}
      order by ${sessionIndex.createdAt} desc limit ${COUNTED_MAX + 1}) as newest
    group by group_id`;
}

/** How many sessions of each group fit what is not asked of the group, from the counts. */
export function toCounted({ counts }: CompiledSearch): SQL {
  if (counts === null) throw new Error("This search is not counted in advance.");
  const counted = counts.spans
    ? sql`select ${sessionCounts.groupId}, sum(${sessionCounts.count})::int as n
        from ${sessionCounts} where ${allOf([counts.isCounted, ...toSpanBounds(counts.spans)])} group by 1`
    : sql`select ${sessionGroups.id} as group_id, ${sessionGroups.count} as n
        from ${sessionGroups} where ${counts.isSureGroup}`;
  if (counts.rows.length === 0) return counted;
  const rows = counts.rows.map(
    ({ condition, sign }) => sql`select ${sessionIndex.groupId}, ${sign} * count(*)::int as n
      from ${sessionIndex} where ${condition} group by 1`,
  );
  return sql`select group_id, sum(n)::int as n
    from (${sql.join([counted, ...rows], sql` union all `)}) as parts
    group by 1 having sum(n) > 0`;
}

type FacetRow = { key: string; value: string | null; count: number };

/** Where the values of a facet stand in `fits`; several of a list. */
const VALUES: Record<FacetKey, SQL> = {
  status: sql`status`,
  code: sql`failure_code`,
  nfc: sql`nfc_tries_used::text`,
  liveness: sql`liveness_tries_used::text`,
  claim: sql`unnest(claim_keys)`,
  redirect: sql`redirect_host`,
  webhook: sql`unnest(coalesce(webhook_endpoint_ids, array[null]::text[]))`,
};

/** One statement for all facets: each leaves its own conditions out and respects those of the others. */
function toFacetStatement({ facetConditions, groupCondition }: CompiledSearch, counted: SQL): SQL {
  const fitsColumn = (key: FacetKey) => sql.identifier(`fits_${key}`);
  const fits = FACET_KEYS.map((key) => sql`${facetConditions[key]} as ${fitsColumn(key)}`);
  const othersFit = (own: FacetKey) =>
    allOf(FACET_KEYS.filter((key) => key !== own).map((key) => sql`${fitsColumn(key)}`));
  const facets = FACET_KEYS.map(
    (key) => sql`select ${sql.raw(`'${key}'`)} as key, ${VALUES[key]} as value, sum(n)::int as count
      from fits where ${othersFit(key)} ${key === "redirect" ? sql`and redirect_host is not null` : sql``}
      group by 2`,
  );
  const allFit = allOf(FACET_KEYS.map((key) => sql`${fitsColumn(key)}`));
  return sql`with counted as materialized (${counted}),
    fits as materialized (select counted.n, ${sessionGroups}.*, ${sql.join(fits, sql`, `)}
      from counted join ${sessionGroups} on ${sessionGroups.id} = counted.group_id
      where ${groupCondition})
    select 'all' as key, null::text as value, coalesce(sum(n), 0)::int as count from counted
    union all select 'total', null, coalesce(sum(n), 0)::int from fits where ${allFit}
    union all ${sql.join(facets, sql` union all `)}`;
}

function toFacets(rows: readonly FacetRow[], terms: readonly SearchTerm[]): Facets {
  const facets = FACET_KEYS.map((key) => {
    const found = rows.flatMap((row) =>
      row.key === key ? [{ value: row.value, count: row.count }] : [],
    );
    const values = found.sort((a, b) => b.count - a.count || compareTexts(a.value, b.value));
    const chosen = chosenOf(key, terms);
    return [key, values.filter(({ value }, at) => at < FACET_VALUES_MAX || chosen.has(value))];
  });
  return Object.fromEntries(facets);
}

function compareTexts(a: string | null, b: string | null): number {
  const [one, other] = [a ?? "", b ?? ""];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** What the search asks for stays in sight, however rare it is. */
function chosenOf(key: FacetKey, terms: readonly SearchTerm[]): Set<string | null> {
  const values: (string | null)[] = terms.flatMap((term) =>
    term.key === key && "values" in term ? [...term.values] : [],
  );
  return new Set(values);
}
