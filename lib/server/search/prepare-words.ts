import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SearchTerm } from "@/lib/domain/search/query";
import { foldSearchText } from "@/lib/domain/search/searchable-texts";
import type { Db } from "../db/db";
import type { SessionImage } from "./image/session-image";
import { matchWord, type WordLimits } from "./match-word";
import { type SlotFilter, toFilter } from "./row-tests";

/** A word that many sessions hold, or lack. */
export type CommonWord = {
  filter: SlotFilter;
  isMarked: boolean;
  mark: () => Promise<SlotFilter>;
};

/** The free words of a search, looked up as far as that pays. */
export type PreparedWords = {
  /** The sessions that hold every rare word; null where there is none. */
  only: ReadonlySet<number> | null;
  /** Rare words that are left out. */
  filters: SlotFilter[];
  common: CommonWord[];
  /** What is left for the table to test row by row; null where nothing is. */
  untested: SQL | null;
};

export async function prepareWords(
  db: Db,
  image: SessionImage,
  terms: readonly SearchTerm[],
  limits?: WordLimits,
): Promise<PreparedWords> {
  const prepared: PreparedWords = { only: null, filters: [], common: [], untested: null };
  const untested: SQL[] = [];
  for (const term of terms) {
    if (term.key !== "word") continue;
    const match = await matchWord(db, image, foldSearchText(term.text), limits);
    if (match.kind === "table") {
      untested.push(term.negated ? sql`not ${match.isHeld}` : match.isHeld);
    } else if (match.kind === "many") {
      prepared.common.push(term.negated ? negate(match) : match);
    } else if (term.negated) prepared.filters.push(toFilter((slot) => !match.slots.has(slot)));
    else prepared.only = intersect(prepared.only, match.slots);
  }
  if (untested.length > 0) prepared.untested = sql.join(untested, sql` and `);
  return prepared;
}

function negate({ filter, isMarked, mark }: CommonWord): CommonWord {
  const not = ({ test }: SlotFilter) => toFilter((slot) => !test(slot));
  return { filter: not(filter), isMarked, mark: async () => not(await mark()) };
}

function intersect(
  one: ReadonlySet<number> | null,
  other: ReadonlySet<number>,
): ReadonlySet<number> {
  return one === null ? other : new Set([...one].filter((slot) => other.has(slot)));
}
