import "server-only";
import type { SearchTerm } from "@/lib/domain/search/query";
import { type CompiledQuery, compileQuery, toAccept } from "./compile-query";
import type { SessionImage } from "./image/session-image";
import type { CommonWord, PreparedWords } from "./prepare-words";
import { toSample } from "./sample";

/** Fewer than this many of the sample fit the rest: then testing all of these is cheap. */
const SAMPLE_FEW = 200;
/** At least one in this many must hold the common words, or marks are worth their making. */
const HOLDERS_PART = 100;

export type CompiledSearch = {
  query: CompiledQuery;
  /** False where counting all would test each session's text anew. */
  isCheapToCount: boolean;
};

export type SearchParts = {
  terms: readonly SearchTerm[];
  only: ReadonlySet<number> | null;
  words: PreparedWords;
  now: Date;
  /** Whether everything will be counted. */
  countsAll: boolean;
};

/**
 * Compiles a search whose words are looked up. Common words are tested slot by slot, which is quick
 * where enough sessions pass; else, and for counting, the holders of each are marked first. Where they need
 * not be, they are marked beside the answer: its next page and its counts ask for the same words.
 */
export async function compileWithWords(
  image: SessionImage,
  { terms, only, words, now, countsAll }: SearchParts,
): Promise<CompiledSearch> {
  const plain = compileQuery(terms, image, { now, only, filters: words.filters });
  const { common } = words;
  const isMarked = common.every((word) => word.isMarked) || only !== null;
  const needsMarks = !isMarked && (countsAll || isSlowToFind(plain, common));
  const filters = needsMarks
    ? await Promise.all(common.map((word) => word.mark()))
    : common.map((word) => word.filter);
  if (!isMarked && !needsMarks) setImmediate(() => markAll(common));
  const query = { ...plain, filters: [...plain.filters, ...filters] };
  return { query, isCheapToCount: isMarked || needsMarks };
}

function markAll(common: readonly CommonWord[]): void {
  for (const word of common) void word.mark();
}

/** Whether a page of the list would be found only after very many tests, by a sample. */
function isSlowToFind(plain: CompiledQuery, common: readonly CommonWord[]): boolean {
  const fits = toSample(plain.image).filter(toAccept(plain));
  const holders = fits.filter((slot) => common.every(({ filter }) => filter.test(slot)));
  return fits.length >= SAMPLE_FEW && holders.length * HOLDERS_PART < fits.length;
}
