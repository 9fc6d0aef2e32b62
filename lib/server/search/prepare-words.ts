import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SearchTerm } from "@/lib/domain/search/query";
import { foldSearchText } from "@/lib/domain/search/searchable-texts";
import type { Db } from "../db/db";
import type { SessionImage } from "./image/session-image";
import { isHeldBy, lookUpWord, type WordLimits } from "./look-up-word";
import type { SlotTest } from "./row-tests";

/** The free words of a search, looked up as far as that pays. */
export type PreparedWords = {
  /** The sessions that hold every rare word; null where there is none. */
  only: ReadonlySet<number> | null;
  tests: SlotTest[];
  /** What is left for the table to test row by row; null where nothing is. */
  untested: SQL | null;
};

export async function prepareWords(
  db: Db,
  image: SessionImage,
  terms: readonly SearchTerm[],
  limits?: WordLimits,
): Promise<PreparedWords> {
  const words = terms.filter((term) => term.key === "word");
  let only: Set<number> | null = null;
  const tests: SlotTest[] = [];
  const untested: SQL[] = [];
  for (const { text, negated } of words) {
    const folded = foldSearchText(text);
    const slots = await lookUpWord(db, image, folded, limits);
    if (slots === null) {
      untested.push(negated ? sql`not ${isHeldBy(folded)}` : isHeldBy(folded));
    } else if (negated) tests.push((slot) => !slots.has(slot));
    else only = only === null ? slots : intersect(only, slots);
  }
  return { only, tests, untested: untested.length > 0 ? sql.join(untested, sql` and `) : null };
}

function intersect(one: ReadonlySet<number>, other: ReadonlySet<number>): Set<number> {
  return new Set([...one].filter((slot) => other.has(slot)));
}
