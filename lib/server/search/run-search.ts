import "server-only";
import type { SearchResponse, SessionSummary } from "@/lib/contracts/search";
import type { SearchParams } from "@/lib/contracts/search-params";
import type { Db } from "../db/db";
import type { SyncFacts } from "../sync/status";
import { toAccept } from "./compile-query";
import { compileWithWords } from "./compile-with-words";
import { countSessions } from "./count-sessions";
import { toCursorText } from "./cursor";
import { findIdSlots } from "./find-id-slots";
import { findSlots } from "./find-slots";
import { giveFitMapBack, toMappedAccept } from "./fit-map";
import { getImage } from "./image/get-image";
import type { WordLimits } from "./match-word";
import { prepareWords } from "./prepare-words";
import { readQuestion } from "./read-question";
import { readSummaries } from "./read-summaries";
import { createWalk, toPageKey } from "./walk";

export type SearchAnswer = Pick<
  SearchResponse["meta"],
  "total" | "totalIsExact" | "facets" | "cursor"
> & {
  rows: SessionSummary[];
  /** How the index stood to Kayle before it was searched. */
  facts: SyncFacts;
};

export type SearchOptions = {
  limits?: WordLimits;
  /**
   * Begins as soon as it is known how many fit, and must have ended well before rows are given away. Where
   * these cannot be read it may have ended well all the same.
   */
  beforeAnswer?: (found: Pick<SearchAnswer, "total" | "totalIsExact">) => Promise<void>;
};

/**
 * Searches the index. Which sessions fit and how many they are comes from the image, free words and
 * the rows themselves from the table.
 */
export async function runSearch(
  db: Db,
  params: SearchParams,
  now: Date,
  { limits, beforeAnswer }: SearchOptions = {},
): Promise<SearchAnswer> {
  const question = readQuestion(params, now);
  const { terms, sort, after, ids } = question;
  const { image, facts } = await getImage(db);
  const words = await prepareWords(db, image, terms, limits);
  const only = ids === null ? words.only : await findIdSlots(db, image, ids, words.only);
  const parts = { terms, only, words, now: question.now, countsAll: params.facets };
  const search = await compileWithWords(image, parts);
  const { few, map, ...counted } = await countSessions(search, words.untested, params.facets);
  const mayAnswer = beforeAnswer?.(counted);
  // Whoever awaits it below hears of its failure; until then it must not count as unhandled.
  mayAnswer?.catch(() => undefined);
  const query = few === null ? search.query : { ...search.query, only: few };
  const accept = map === null ? toAccept(query) : toMappedAccept(query, map);

  const walk = createWalk(query, accept, sort, after);
  // All that fit are few enough to stop at the last of them instead of at the end of the list.
  const isAllKnown = after === null && counted.totalIsExact;
  const count = isAllKnown ? Math.min(params.limit + 1, counted.total) : params.limit + 1;
  const found = await findSlots(walk, words.untested, { count });
  if (map !== null) giveFitMapBack(image, map);
  const slots = found.slots.slice(0, params.limit);
  const last = found.slots.length > params.limit ? slots.at(-1) : undefined;
  const { q, zone } = params;
  const cursor =
    last === undefined
      ? null
      : toCursorText(
          { q, zone, sort, ids },
          { now: question.now, after: toPageKey(image, sort, last) },
        );
  const [rows] = await Promise.all([readSummaries(db, image, slots), mayAnswer]);
  return { ...counted, cursor, rows, facts };
}
