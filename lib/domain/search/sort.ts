import { errorWithGuess, quoteText, type Read, type SearchError, searchError } from "./errors";
import { findNearest } from "./nearest";
import { DEFAULT_SORT, type SearchSort, SORT_COLUMNS, type SortColumn } from "./query";
import type { Chunk } from "./tokenize";

const SUFFIX = /-(asc|desc)$/;

/** Reads `sort:ended` (newest first), `sort:ended-asc` (oldest first) or `sort:ended-desc`. */
export function readSort(chunk: Chunk): Read<SearchSort> {
  const [item] = chunk.items;
  if (chunk.negated || chunk.items.length > 1 || item === undefined) {
    const message = "The list has one order: sort:created, sort:ended or sort:updated.";
    return { error: searchError(chunk.negated ? "negation" : "value-form", chunk, message) };
  }
  const text = item.text.toLowerCase();
  const direction = SUFFIX.exec(text)?.[1] === "asc" ? "asc" : "desc";
  const by = text.replace(SUFFIX, "");
  if (isSortColumn(by)) return { value: { by, direction } };
  const message = `${quoteText(item.text)} is not an order of the list.`;
  const guess = guessSort(text);
  if (guess !== null) return { error: errorWithGuess("value-unknown", item, message, guess) };
  return {
    error: searchError("value-unknown", item, `${message} Use ${SORT_COLUMNS.join(", ")}.`),
  };
}

/** `sort:ended`, `sort:ended-asc`. */
export function formatSort({ by, direction }: SearchSort): string {
  return `sort:${by}${direction === "asc" ? "-asc" : ""}`;
}

export function isDefaultSort({ by, direction }: SearchSort): boolean {
  return by === DEFAULT_SORT.by && direction === DEFAULT_SORT.direction;
}

/** The list is newest first, so a minus, in other languages "the other way round", is oldest first. */
function guessSort(text: string): string | null {
  const isReversed = text.startsWith("-");
  const bare = text.replace(/^[-+]/, "").replace(SUFFIX, "");
  const by = findNearest(bare, SORT_COLUMNS);
  if (by === null) return null;
  return isReversed || SUFFIX.exec(text)?.[1] === "asc" ? `${by}-asc` : by;
}

export function sortTwice(chunk: Chunk): SearchError {
  const { from, to } = chunk;
  const message = "The list is already put in order by another “sort:”.";
  return searchError("sort-twice", chunk, message, { from, to, insert: "" });
}

function isSortColumn(text: string): text is SortColumn {
  return (SORT_COLUMNS as readonly string[]).includes(text);
}
