import "server-only";
import type { Facets } from "@/lib/contracts/search";
import { DEFAULT_SORT } from "@/lib/domain/search/query";
import { toAccept, toAcceptNearly } from "./compile-query";
import type { CompiledSearch } from "./compile-with-words";
import { findSlots } from "./find-slots";
import type { KeepSlots } from "./match-word";
import { countFits, countNewest, type Fits, tallyFits, tallySlots, totalOf } from "./tally";
import { toFacets } from "./to-facets";
import { createWalk } from "./walk";

/** Where the table has to be asked, counting stops here. */
const COUNTED_MAX = 1_001;
const TESTED_MAX = 4_000;
const TESTED_FOR_TOTAL_MAX = 1_000;
/** Where texts are tested slot by slot, so many are looked at: some milliseconds. */
const NEWEST_MAX = 8_000;

export type Counted = {
  total: number;
  totalIsExact: boolean;
  facets: Facets | null;
} & Pick<Fits, "few" | "map">;

/** How many sessions fit, and the facets where they are wanted. */
export async function countSessions(
  { query, isCheapToCount }: CompiledSearch,
  untested: readonly KeepSlots[],
  withFacets: boolean,
): Promise<Counted> {
  if (untested.length > 0) return countTested(query, untested, withFacets);
  if (withFacets) {
    const { tally, ...fits } = tallyFits(query);
    return { ...fits, totalIsExact: true, facets: toFacets(query, tally) };
  }
  if (isCheapToCount) return { ...countFits(query), totalIsExact: true, facets: null };
  const { total, isAll } = countNewest(query, NEWEST_MAX);
  return { total, totalIsExact: isAll, facets: null, few: null, map: null };
}

/** "At least": over the newest that could fit, as far as it is worth testing. */
async function countTested(
  query: CompiledSearch["query"],
  untested: readonly KeepSlots[],
  withFacets: boolean,
): Promise<Counted> {
  const accept = withFacets ? toAcceptNearly(query) : toAccept(query);
  const walk = createWalk(query, accept, DEFAULT_SORT, null);
  const { slots, isEnd } = await findSlots(walk, untested, {
    count: COUNTED_MAX,
    tested: withFacets ? TESTED_MAX : TESTED_FOR_TOTAL_MAX,
  });
  const tally = tallySlots(query, slots);
  return {
    total: totalOf(query, tally),
    totalIsExact: isEnd,
    facets: withFacets ? toFacets(query, tally) : null,
    few: null,
    map: null,
  };
}
