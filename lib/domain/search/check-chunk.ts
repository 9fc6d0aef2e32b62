import {
  errorWithGuess,
  quoteText,
  type SearchError,
  type SearchErrorKind,
  type SearchFix,
  searchError,
} from "./errors";
import { KEY_SYNONYMS, KEY_WORDS, WORD_KEYS } from "./keys";
import { findNearest } from "./nearest";
import { type Chunk, type Item, quoteValue } from "./tokenize";

const UNSEARCHABLE = /[\p{Cc}\p{Cs}]/u;
const DASH = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/;
const COMPARISON = /^(?:>=|<=|[<>=≥≤])/;
const COMPARED_KEYS: readonly string[] = ["nfc", "liveness", "created", "ended"];

/** What is wrong with a chunk before its values are looked at; empty where nothing is. */
export function checkChunk(chunk: Chunk, text: string): SearchError[] {
  const keyError = checkDash(chunk, text) ?? checkKey(chunk, text);
  if (keyError) return [keyError];
  return chunk.items.flatMap((item) => checkItem(item, chunk) ?? []);
}

/** Phones and word processors make other dashes of a minus, which would then be a part of the word. */
function checkDash({ from, to, negated }: Chunk, text: string): SearchError | null {
  const dash = text.charAt(from);
  if (negated || !DASH.test(dash)) return null;
  const message = `Only a plain “-” leaves something out, not ${quoteText(dash)}.`;
  const fix = to - from > 1 ? { from, to: from + 1, insert: "-" } : null;
  return searchError("negation", { from, to: from + 1 }, message, fix);
}

function checkKey({ key, ...chunk }: Chunk, text: string): SearchError | null {
  if (key === null || KEY_WORDS.includes(key.text)) return null;
  if (key.text === "") {
    const span = { from: chunk.from, to: key.to + 1 };
    return searchError("key-missing", span, "There is nothing before “:”.", toWord(chunk, text));
  }
  const message = `${quoteText(key.text)} is not something to search by.`;
  const value = text.slice(key.to + 1, chunk.to);
  if (WORD_KEYS.includes(key.text) && value !== "") {
    const fix = { from: key.from, to: key.to + 1, insert: "" };
    const hint = "Write the value alone: it is looked for in ids and redirect URLs.";
    return searchError("key-unknown", key, `${message} ${hint}`, fix);
  }
  const near = KEY_SYNONYMS.get(key.text) ?? findNearest(key.text, KEY_WORDS);
  if (near !== null) return errorWithGuess("key-unknown", key, message, near);
  const hint = "Put it all in quotation marks to search for it as it is.";
  return searchError("key-unknown", key, `${message} ${hint}`, toWord(chunk, text));
}

/** Makes a free word of the whole chunk. */
function toWord({ from, to, negated }: Omit<Chunk, "key">, text: string): SearchFix {
  const start = negated ? from + 1 : from;
  return { from: start, to, insert: quoteValue(text.slice(start, to)) };
}

function checkItem(item: Item, chunk: Chunk): SearchError | null {
  if (item.fault !== null) return QUOTE_FAULTS[item.fault](item);
  if (item.text.trim() === "") return missingValue(item, chunk);
  if (UNSEARCHABLE.test(item.text)) {
    const message = "There is a character in it that cannot be searched for.";
    return searchError("character", item, message);
  }
  return checkComparison(item, chunk);
}

function missingValue(item: Item, { key, from, to }: Chunk): SearchError {
  if (item.quoted) {
    return searchError("value-missing", item, "There is nothing between the quotation marks.");
  }
  if (key !== null) {
    return searchError("value-missing", item, `A value is missing after ${quoteText(key.text)}.`);
  }
  return searchError("value-missing", { from, to }, "There is nothing after “-” to leave out.");
}

function checkComparison(item: Item, { key }: Chunk): SearchError | null {
  const sign = item.quoted || key === null ? undefined : COMPARISON.exec(item.text)?.[0];
  if (key === null || sign === undefined || COMPARED_KEYS.includes(key.text)) return null;
  const message = `${quoteText(key.text)} cannot be compared by ${quoteText(sign)}.`;
  const insert = item.text.slice(sign.length);
  const isEqual = sign === "=" && insert !== "";
  if (isEqual) return errorWithGuess("comparison", item, message, insert);
  return searchError("comparison", item, message);
}

const QUOTE_FAULTS: Record<NonNullable<Item["fault"]>, (item: Item) => SearchError> = {
  "open-quote": ({ from, to }) => {
    const message = "The quotation mark is never closed.";
    return quoteError({ from, to }, message, null);
  },
  "after-quote": ({ from, to }) =>
    quoteError({ from, to }, "Something follows straight after the closing quotation mark.", null),
  "stray-quote": ({ from, to, text }) => {
    const message =
      "A quotation mark stands at the beginning and at the end of a value, not in it.";
    return quoteError({ from, to }, message, { from, to, insert: quoteValue(text) });
  },
};

function quoteError(
  span: { from: number; to: number },
  message: string,
  fix: SearchFix | null,
): SearchError {
  const kind: SearchErrorKind = "quotes";
  return searchError(kind, span, message, fix);
}
