import { checkChunk } from "./check-chunk";
import { readTerm } from "./parse-term";
import type { SearchFilter, SearchKey, SearchQuery } from "./query";
import { formatSort, isDefaultSort } from "./sort";
import { quoteValue, splitChunks } from "./tokenize";
import { formatCounts } from "./values-numbers";

/** A value as a caller gives it: plain, without quotation marks; null is `code:none`, `webhook:all`. */
export type SearchValue = string | null;

/** Which values are read the same is no matter of the clock, so any moment does here. */
export const ANY_TIME = { now: new Date(Date.UTC(2026, 0, 1)), zone: "UTC" };

/**
 * The canonical text of a search: read again at the same moment and in the same zone, it is the same
 * search.
 */
export function formatSearch({ terms, sort }: SearchQuery): string {
  const words = terms.map(formatFilter);
  if (!isDefaultSort(sort)) words.push(formatSort(sort));
  return words.join(" ");
}

/** The canonical text of one condition. */
export function formatFilter(filter: SearchFilter): string {
  const sign = filter.negated ? "-" : "";
  if (filter.key === "word") return sign + formatWord(filter.text);
  return `${sign}${filter.key}:${formatValues(filter).join(",")}`;
}

/** The values of a condition, each as it stands in the text. */
export function formatValues(filter: Exclude<SearchFilter, { key: "word" }>): string[] {
  switch (filter.key) {
    case "nfc":
    case "liveness":
      return filter.ranges.map(formatCounts);
    case "created":
    case "ended":
      return filter.ranges.map(({ text }) => text);
    default:
      return filter.values.map((value: SearchValue) => formatValue(filter.key, value));
  }
}

/** A value as it must be written to be read as exactly this: bare where that does, else quoted. */
export function formatValue(key: SearchKey, value: SearchValue): string {
  if (value === null) return key === "webhook" ? "all" : "none";
  return isReadBare(key, value) ? value : quoteValue(value);
}

/** A free word, bare where that is read as the same word, else quoted. */
export function formatWord(word: string): string {
  const [chunk, ...others] = splitChunks(word);
  const isPlain = chunk && others.length === 0 && chunk.to - chunk.from === word.length;
  if (!isPlain || chunk.key !== null || chunk.negated) return quoteValue(word);
  const read = readTerm(chunk, word, ANY_TIME);
  const isSame = "value" in read && read.value.key === "word" && read.value.text === word;
  return isSame ? word : quoteValue(word);
}

function isReadBare(key: SearchKey, value: string): boolean {
  const text = `${key}:${value}`;
  const [chunk, ...others] = splitChunks(text);
  const item = chunk?.items[0];
  if (!chunk || others.length > 0 || chunk.items.length > 1 || item?.text !== value) return false;
  if (item.quoted || checkChunk(chunk, text).length > 0) return false;
  const read = readTerm(chunk, text, ANY_TIME);
  // Times and counts have no second reading, and whether a time is near depends on the moment.
  if (!("value" in read) || !("values" in read.value)) return RANGED_KEYS.includes(key);
  return (read.value.values as SearchValue[])[0] === value;
}

const RANGED_KEYS: readonly string[] = ["nfc", "liveness", "created", "ended"];
