import { appendChunk, putInstead, removeChunk, replaceChunk } from "./edit-text";
import {
  ANY_TIME,
  formatFilter,
  formatValue,
  formatValues,
  formatWord,
  type SearchValue,
} from "./format";
import { readTerm } from "./parse-term";
import type { SearchKey, SearchQuery, SearchSort } from "./query";
import { formatSort, isDefaultSort } from "./sort";
import { type Chunk, type Item, isUnclosed, splitChunks } from "./tokenize";

/** Keys whose values are counted and chosen one by one; times are set as a whole. */
export type FacetKey = Exclude<SearchKey, "created" | "ended">;

/*
 * Every edit works on the text, whose other words stay byte for byte as they are, faulty ones too. So
 * the text is the only state, and chips read from it can never disagree with it.
 */

/**
 * Narrows the search: adds a term of its own (`-status:failed`, or a free word for the key `word`).
 * Changes nothing where the same term is there already.
 */
export function addFilter(
  text: string,
  key: SearchKey | "word",
  value: SearchValue,
  { negated = false }: { negated?: boolean } = {},
): string {
  const body = key === "word" ? formatWord(value ?? "") : `${key}:${formatValue(key, value)}`;
  const term = `${negated ? "-" : ""}${body}`;
  const wanted = toCanonical(term);
  const isThere = splitChunks(text).some((chunk) => canonicalOf(chunk, text) === wanted);
  return isThere ? text : appendChunk(text, term);
}

/**
 * Chooses a value or lets it go, as a box of a facet is ticked: takes it out of every list of the key
 * that has it, else adds it to the first list ("any of"), else adds a term. Negated terms stay.
 */
export function toggleFilterValue(text: string, key: FacetKey, value: SearchValue): string {
  const lists = splitChunks(text).filter((chunk) => isList(chunk, key, text));
  const written = formatValue(key, value);
  const wanted = toCanonical(`${key}:${written}`);
  const holding = lists.filter(
    (chunk) => itemsWithout(chunk, wanted, text).length < chunk.items.length,
  );
  if (holding.length > 0) {
    return holding.reduceRight((rest, chunk) => removeValue(rest, chunk, wanted), text);
  }
  const [first] = lists;
  if (first === undefined) return appendChunk(text, `${key}:${written}`);
  return replaceChunk(text, first, `${text.slice(first.from, first.to)},${written}`);
}

/** Whether the search asks for the value, so that a facet's box is ticked. */
export function hasFilterValue(query: SearchQuery, key: FacetKey, value: SearchValue): boolean {
  const [wanted] = valuesOf(toCanonical(`${key}:${formatValue(key, value)}`), key);
  return query.terms.some(
    (term) => term.key === key && !term.negated && formatValues(term).includes(wanted ?? ""),
  );
}

/** Makes these values all that the search asks for by this key; none clears it. Negated terms stay. */
export function replaceFilter(
  text: string,
  key: SearchKey,
  values: readonly SearchValue[],
): string {
  const chunks = splitChunks(text).filter(
    (chunk) => chunk.key?.text === key && !chunk.negated && !isUnclosed(chunk),
  );
  const list = values.map((value) => formatValue(key, value)).join(",");
  return putInstead(text, chunks, values.length > 0 ? `${key}:${list}` : null);
}

/** Takes out the term or faulty word of that number, which is `index` of a term and of its chip. */
export function removeTerm(text: string, index: number): string {
  const chunk = splitChunks(text)[index];
  return chunk ? removeChunk(text, chunk) : text;
}

/** Sets the order of the list in the text; the usual order, newest first, is written by nothing. */
export function setSort(text: string, sort: SearchSort): string {
  const chunks = splitChunks(text).filter(
    (chunk) => chunk.key?.text === "sort" && !isUnclosed(chunk),
  );
  return putInstead(text, chunks, isDefaultSort(sort) ? null : formatSort(sort));
}

function isList(chunk: Chunk, key: FacetKey, text: string): boolean {
  return chunk.key?.text === key && !chunk.negated && "value" in readTerm(chunk, text, ANY_TIME);
}

function removeValue(text: string, chunk: Chunk, wanted: string): string {
  const items = itemsWithout(chunk, wanted, text);
  const [first] = chunk.items;
  if (items.length === 0 || first === undefined) return removeChunk(text, chunk);
  const kept = items.map(({ from, to }) => text.slice(from, to)).join(",");
  return replaceChunk(text, chunk, text.slice(chunk.from, first.from) + kept);
}

/** The values other than the wanted one, by what they mean rather than how they are written. */
function itemsWithout(chunk: Chunk, wanted: string, text: string): Item[] {
  return chunk.items.filter((item) => canonicalOf({ ...chunk, items: [item] }, text) !== wanted);
}

/** The canonical text of a term, or the text itself where it is not understood. */
function toCanonical(term: string): string {
  const [chunk] = splitChunks(term);
  return (chunk && canonicalOf(chunk, term)) ?? term;
}

function canonicalOf(chunk: Chunk, text: string): string | null {
  if (chunk.key?.text === "sort") return null;
  const term = readTerm(chunk, text, ANY_TIME);
  return "value" in term ? formatFilter(term.value) : null;
}

function valuesOf(term: string, key: FacetKey): string[] {
  const [chunk] = splitChunks(term);
  const read = chunk && readTerm(chunk, term, ANY_TIME);
  if (!read || !("value" in read) || read.value.key !== key) return [];
  return formatValues(read.value);
}
