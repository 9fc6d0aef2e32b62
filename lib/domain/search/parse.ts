import { isValidZone } from "../zoned-parts";
import { checkChunk } from "./check-chunk";
import { findContradictions } from "./contradictions";
import { type SearchError, searchError } from "./errors";
import { readTerm } from "./parse-term";
import { DEFAULT_SORT, type SearchContext, type SearchQuery } from "./query";
import { readSort, sortTwice } from "./sort";
import { type Chunk, splitChunks } from "./tokenize";

/** Characters of a search, counted as JavaScript counts them. */
export const SEARCH_LENGTH_MAX = 2_000;
/** Words and filters of a search, `sort:` included. */
export const SEARCH_TERMS_MAX = 40;

/** `notes` are understood but can fit no session: two terms that exclude each other. */
export type SearchResult =
  | { ok: true; query: SearchQuery; notes: SearchError[] }
  | { ok: false; errors: SearchError[]; query: SearchQuery; notes: SearchError[] };

/**
 * Reads the search language of the session list. Nothing is dropped: what is not understood is an
 * error, and `query` then holds the rest. Never throws, and takes linear time for any text. An unknown
 * zone is read as UTC.
 */
export function parseSearch(text: string, context: SearchContext): SearchResult {
  const query: SearchQuery = { terms: [], sort: DEFAULT_SORT };
  if (text.length > SEARCH_LENGTH_MAX) {
    return { ok: false, errors: [tooLong(text)], query, notes: [] };
  }
  const chunks = splitChunks(text);
  const errors = readChunks(chunks.slice(0, SEARCH_TERMS_MAX), text, toSafe(context), query);
  const extra = chunks[SEARCH_TERMS_MAX];
  if (extra) errors.push(tooMany(extra, text));
  const notes = findContradictions(query.terms);
  return errors.length === 0 ? { ok: true, query, notes } : { ok: false, errors, query, notes };
}

/** Adds to `query` what is understood and gives back what is not. */
function readChunks(
  chunks: readonly Chunk[],
  text: string,
  context: SearchContext,
  query: SearchQuery,
): SearchError[] {
  const errors: SearchError[] = [];
  let hasSort = false;
  for (const chunk of chunks) {
    if (chunk.key?.text === "sort") {
      errors.push(...readSortInto(query, chunk, text, hasSort));
      hasSort = true;
      continue;
    }
    const term = readTerm(chunk, text, context);
    if ("value" in term) query.terms.push(term.value);
    else errors.push(...term.errors);
  }
  return errors;
}

function readSortInto(
  query: SearchQuery,
  chunk: Chunk,
  text: string,
  hasSort: boolean,
): SearchError[] {
  if (hasSort) return [sortTwice(chunk)];
  const errors = checkChunk(chunk, text);
  if (errors.length > 0) return errors;
  const sort = readSort(chunk);
  if ("error" in sort) return [sort.error];
  query.sort = sort.value;
  return [];
}

function toSafe({ now, zone }: SearchContext): SearchContext {
  const isMoment = !Number.isNaN(now.getTime());
  return { now: isMoment ? now : new Date(0), zone: isValidZone(zone) ? zone : "UTC" };
}

function tooLong(text: string): SearchError {
  const message = `A search holds at most ${SEARCH_LENGTH_MAX} characters; this one has ${text.length}.`;
  return searchError("too-long", { from: SEARCH_LENGTH_MAX, to: text.length }, message);
}

function tooMany(extra: Chunk, text: string): SearchError {
  const message = `A search holds at most ${SEARCH_TERMS_MAX} words and filters. The rest is not read.`;
  return searchError("too-many", { from: extra.from, to: text.length }, message);
}
