import { checkChunk } from "./check-chunk";
import type { Read, SearchError } from "./errors";
import { isNameKey } from "./keys";
import {
  type HasValue,
  type IsValue,
  isSearchKey,
  type SearchContext,
  type SearchFilter,
  type SearchTerm,
} from "./query";
import type { Chunk, Item } from "./tokenize";
import { readTimes } from "./values-dates";
import { readHost } from "./values-hosts";
import { readName } from "./values-names";
import { readCounts } from "./values-numbers";
import { readWord } from "./values-words";

type Result<T> = { value: T } | { errors: SearchError[] };

/** The condition without what every condition has. */
type Body = SearchFilter extends infer F ? (F extends unknown ? Omit<F, "negated"> : never) : never;

/** Reads one chunk, other than `sort:`. A term with any fault in it is not understood at all. */
export function readTerm(chunk: Chunk, text: string, context: SearchContext): Result<SearchTerm> {
  const errors = checkChunk(chunk, text);
  if (errors.length > 0) return { errors };
  const body = readBody(chunk, context);
  if ("errors" in body) return body;
  const { index, from, to, negated } = chunk;
  return { value: { ...body.value, negated, index, from, to } as SearchTerm };
}

function readBody(chunk: Chunk, context: SearchContext): Result<Body> {
  const key = chunk.key?.text ?? "";
  if (!isSearchKey(key)) {
    return mapAll(chunk, readWord, ([text = ""]) => ({ key: "word", text }));
  }
  if (isNameKey(key)) {
    const read = (item: Item) => readName(key, item, chunk);
    return mapAll(chunk, read, (values) => toNameBody(key, values));
  }
  if (key === "redirect") return mapAll(chunk, readHost, (values) => ({ key, values }));
  if (key === "created" || key === "ended") {
    return mapAll(
      chunk,
      (item) => readTimes(item, context),
      (ranges) => ({ key, ranges }),
    );
  }
  return mapAll(chunk, readCounts, (ranges) => ({ key, ranges }));
}

/** `readName` gives null only for keys with a word for it, and of a closed list only its names. */
function toNameBody(key: Body["key"], values: (string | null)[]): Body {
  if (key === "code" || key === "webhook") return { key, values };
  const names = values.filter((value) => value !== null);
  if (key === "has") return { key, values: names as HasValue[] };
  if (key === "is") return { key, values: names as IsValue[] };
  return { key: key as "status" | "claim", values: names };
}

/** Every value, each once; or every fault. */
function mapAll<T>(
  chunk: Chunk,
  read: (item: Item, chunk: Chunk) => Read<T>,
  toBody: (values: T[]) => Body,
): Result<Body> {
  const reads = chunk.items.map((item) => read(item, chunk));
  const errors = reads.flatMap((one) => ("error" in one ? [one.error] : []));
  if (errors.length > 0) return { errors };
  const values = reads.flatMap((one) => ("value" in one ? [one.value] : []));
  const unique = new Map(values.map((value) => [JSON.stringify(value), value]));
  return { value: toBody([...unique.values()]) };
}
