import "server-only";
import type { SearchParams } from "@/lib/contracts/search-params";
import { findExactId } from "@/lib/domain/search/find-exact-id";
import { parseSearch } from "@/lib/domain/search/parse";
import { DEFAULT_SORT, type SearchSort, type SearchTerm } from "@/lib/domain/search/query";
import { readSort } from "@/lib/domain/search/sort";
import { splitChunks } from "@/lib/domain/search/tokenize";
import { toInvalidRequest } from "../http/invalid-request";
import { readCursorText } from "./cursor";
import type { PageKey } from "./find-page";
import { toInvalidSearch } from "./invalid-search";

/** What is asked for, read and resolved: nothing further down looks at a text of the request. */
export type SearchQuestion = {
  terms: readonly SearchTerm[];
  sort: SearchSort;
  /** Nothing but these sessions; null for all. */
  ids: readonly string[] | null;
  after: PageKey | null;
  /** Relative times and what is overdue are as of this moment. */
  now: Date;
};

type QuestionParams = Pick<SearchParams, "q" | "zone" | "sort" | "cursor" | "ids">;

/**
 * Reads the parameters of a search. A whole session id in `q` goes before everything else in it.
 * @throws DeskError INVALID_SEARCH, INVALID_REQUEST
 */
export function readQuestion(params: QuestionParams, now: Date): SearchQuestion {
  const exactId = findExactId(params.q);
  if (exactId !== null) {
    return { terms: [], sort: DEFAULT_SORT, ids: [exactId], after: null, now };
  }
  const { q, zone } = params;
  const ids = params.ids ?? null;
  const first = read(q, zone, now);
  const sort = readSortParam(params.sort) ?? first.sort;
  if (params.cursor === undefined) return { terms: first.terms, sort, ids, after: null, now };
  const cursor = readCursorText(params.cursor, { q, zone, sort, ids });
  const { terms } = read(q, zone, cursor.now);
  return { terms, sort, ids, after: cursor.after, now: cursor.now };
}

function read(q: string, zone: string, now: Date) {
  const result = parseSearch(q, { now, zone });
  if (!result.ok) throw toInvalidSearch(result.errors);
  return result.query;
}

/** The parameter has the form of the grammar's own `sort:`. */
function readSortParam(text: string | undefined): SearchSort | null {
  if (text === undefined) return null;
  const [chunk] = splitChunks(`sort:${text}`);
  const sort = chunk && readSort(chunk);
  if (sort && "value" in sort) return sort.value;
  throw toInvalidRequest("Not accepted as it is: sort.");
}
