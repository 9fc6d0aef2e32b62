import "server-only";
import { sql } from "drizzle-orm";
import {
  addEnded,
  type EndedFacts,
  type FailureCounts,
  noFailures,
} from "@/lib/domain/failure-mix";
import type { SearchTerm } from "@/lib/domain/search/query";
import { sessionGroups } from "../db/index-schema";
import { compileSearch } from "../search/compile-search";
import { toCounted } from "../search/count-sessions";
import type { Ask } from "../search/with-search-budget";

/** Counts how the sessions ended whose end lies from `from` on and before `before`; null is open. */
export async function countFailures(
  ask: Ask,
  from: Date,
  before: Date | null,
): Promise<FailureCounts> {
  const range = { from: from.toISOString(), before: before?.toISOString() ?? null, text: "" };
  const term: SearchTerm = {
    key: "ended",
    ranges: [range],
    negated: false,
    index: 0,
    from: 0,
    to: 0,
  };
  const search = await compileSearch(ask, { terms: [term], ids: null, now: from });
  const rows = await ask<EndedFacts & { count: number }>(sql`select status, failure_code,
      nfc_tries_used, liveness_tries_used, sum(n)::int as count
    from (${toCounted(search)}) as counted
    join ${sessionGroups} on ${sessionGroups.id} = counted.group_id group by 1, 2, 3, 4`);
  const counts = noFailures();
  for (const { count, ...ended } of rows) addEnded(counts, ended, count);
  return counts;
}
