import "server-only";
import type { SQL } from "drizzle-orm";
import type { Facets } from "@/lib/contracts/search";
import { DEFAULT_SORT } from "@/lib/domain/search/query";
import type { Db } from "../db/db";
import { type CompiledQuery, toAccept, toAcceptNearly } from "./compile-query";
import { findSlots } from "./find-slots";
import { countFits, tallyAll, tallySlots, totalOf } from "./tally";
import { toFacets } from "./to-facets";
import { createWalk } from "./walk";

/** Where a common word has to be tested row by row, counting stops here. */
const COUNTED_MAX = 1_001;
const TESTED_MAX = 4_000;
const TESTED_FOR_TOTAL_MAX = 1_000;

export type Counted = { total: number; totalIsExact: boolean; facets: Facets | null };

/** How many sessions fit, and the facets where they are wanted. */
export async function countSessions(
  db: Db,
  query: CompiledQuery,
  untested: SQL | null,
  withFacets: boolean,
): Promise<Counted> {
  if (untested !== null) return countTested(db, query, untested, withFacets);
  if (!withFacets) return { total: countFits(query), totalIsExact: true, facets: null };
  const tally = tallyAll(query);
  return { total: totalOf(query, tally), totalIsExact: true, facets: toFacets(query, tally) };
}

/** "At least": over the newest that could fit, as far as it is worth testing. */
async function countTested(
  db: Db,
  query: CompiledQuery,
  untested: SQL,
  withFacets: boolean,
): Promise<Counted> {
  const accept = withFacets ? toAcceptNearly(query) : toAccept(query);
  const walk = createWalk(query, accept, DEFAULT_SORT, null);
  const { slots, isEnd } = await findSlots(db, query.image, walk, untested, {
    count: COUNTED_MAX,
    tested: withFacets ? TESTED_MAX : TESTED_FOR_TOTAL_MAX,
  });
  const tally = tallySlots(query, slots);
  return {
    total: totalOf(query, tally),
    totalIsExact: isEnd,
    facets: withFacets ? toFacets(query, tally) : null,
  };
}
