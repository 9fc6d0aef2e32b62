import "server-only";
import type { SearchTerm } from "@/lib/domain/search/query";
import { foldSearchText } from "@/lib/domain/search/searchable-texts";
import type { Db } from "../db/db";
import type { SessionImage } from "./image/session-image";
import { type KeepSlots, matchWord, type WordLimits } from "./match-word";
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
  /** Rare words that are left out, and what sessions must have that may hold a short word. */
  filters: SlotFilter[];
  common: CommonWord[];
  /** What is left to be asked of the table, a few sessions at a time. */
  untested: KeepSlots[];
};

export async function prepareWords(
  db: Db,
  image: SessionImage,
  terms: readonly SearchTerm[],
  limits?: WordLimits,
): Promise<PreparedWords> {
  const prepared: PreparedWords = { only: null, filters: [], common: [], untested: [] };
  for (const term of terms) {
    if (term.key !== "word") continue;
    const match = await matchWord(db, image, foldSearchText(term.text), limits);
    if (match.kind === "short") {
      const { mayHold, keepHolders } = match;
      prepared.untested.push(term.negated ? toOthers(keepHolders) : keepHolders);
      if (!term.negated) prepared.filters.push(toFilter(mayHold));
    } else if (match.kind === "many") {
      prepared.common.push(term.negated ? negate(match) : match);
    } else if (term.negated) prepared.filters.push(toFilter((slot) => !match.slots.has(slot)));
    else prepared.only = intersect(prepared.only, match.slots);
  }
  return prepared;
}

function toOthers(keep: KeepSlots): KeepSlots {
  return async (slots) => {
    const kept = new Set(await keep(slots));
    return slots.filter((slot) => !kept.has(slot));
  };
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
