import { isNameKey, KEY_HINTS, KEY_WORDS } from "./keys";
import { findNearest } from "./nearest";
import { SEARCH_KEYS } from "./query";
import { type ObservedValues, type Suggestion, toValueSuggestions } from "./suggest-values";
import { type Chunk, splitChunks } from "./tokenize";

/** `insert` of an option takes the place of `from` to `to`. */
export type Suggestions = { from: number; to: number; options: Suggestion[] };

const OPTIONS_MAX = 12;
/** Fewer letters begin too many values to be a help. */
const VALUE_LETTERS_MIN = 3;

/**
 * What may be meant at the caret: keys, values of a key, and values of any key by their own name, so
 * that `fail` offers `status:failed`. Never throws; `observed` are values out of the index.
 */
export function suggestSearch(
  text: string,
  caret: number,
  observed: ObservedValues = {},
): Suggestions {
  const at = Math.min(Math.max(0, Math.trunc(caret) || 0), text.length);
  const chunk = splitChunks(text).find(({ from, to }) => from <= at && at <= to);
  if (chunk === undefined) return { from: at, to: at, options: toKeyOptions("") };
  if (chunk.key !== null && at > chunk.key.to) return suggestValues(text, at, chunk, observed);
  return suggestKeys(text, at, chunk, observed);
}

function suggestKeys(
  text: string,
  at: number,
  chunk: Chunk,
  observed: ObservedValues,
): Suggestions {
  const from = Math.min(at, chunk.negated ? chunk.from + 1 : chunk.from);
  const to = chunk.key === null ? chunk.to : chunk.key.to + 1;
  if (chunk.items[0]?.quoted && chunk.key === null) return { from: at, to: at, options: [] };
  const typed = text.slice(from, at).toLowerCase();
  const options = toKeyOptions(typed);
  if (chunk.key === null) options.push(...toNamedOptions(typed, observed));
  const near = options.length === 0 ? findNearest(typed, KEY_WORDS) : null;
  if (near !== null) options.push(toKeyOption(near));
  return { from, to, options: options.slice(0, OPTIONS_MAX) };
}

function toKeyOptions(typed: string): Suggestion[] {
  return KEY_WORDS.filter((key) => key.startsWith(typed)).map(toKeyOption);
}

function toKeyOption(key: string): Suggestion {
  const hint = key in KEY_HINTS ? KEY_HINTS[key as keyof typeof KEY_HINTS] : "";
  return { insert: `${key}:`, label: `${key}:`, hint };
}

/** Filters by the name of a value, whatever its key. */
function toNamedOptions(typed: string, observed: ObservedValues): Suggestion[] {
  if (typed.length < VALUE_LETTERS_MIN) return [];
  const keys = SEARCH_KEYS.filter((key) => isNameKey(key) || key === "redirect");
  return keys.flatMap((key) =>
    filterOptions(toValueSuggestions(key, observed), typed).map(({ insert, hint }) => {
      const whole = `${key}:${insert}`;
      return { insert: whole, label: whole, hint };
    }),
  );
}

function suggestValues(
  text: string,
  at: number,
  chunk: Chunk,
  observed: ObservedValues,
): Suggestions {
  const item = chunk.items.find(({ from, to }) => from <= at && at <= to);
  if (item === undefined) return { from: at, to: at, options: [] };
  // A quotation mark that is never closed reaches to the end; what follows the caret is to stay.
  const to = item.fault === "open-quote" ? at : item.to;
  const typed = text.slice(item.from, at).replace(/^"/, "").toLowerCase();
  const others = chunk.items
    .filter((one) => one !== item)
    .map((one) => text.slice(one.from, one.to));
  const options = filterOptions(toValueSuggestions(chunk.key?.text ?? "", observed), typed);
  return {
    from: item.from,
    to,
    options: options.filter(({ insert }) => !others.includes(insert)).slice(0, OPTIONS_MAX),
  };
}

/** What begins like it, then what has a word that does, in the value or in its plain words. */
function filterOptions(options: readonly Suggestion[], typed: string): Suggestion[] {
  const begins = options.filter(({ insert }) => bare(insert).startsWith(typed));
  const wanted = toWords(typed);
  const holds = options.filter(
    (option) =>
      !begins.includes(option) && toWords(`${option.insert} ${option.hint}`).includes(wanted),
  );
  return [...begins, ...holds];
}

function bare(insert: string): string {
  return insert.replace(/^"/, "").toLowerCase();
}

/** Each word with a blank before it, so that only the beginnings of words are alike. */
function toWords(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/[\s_.:"-]+/g, " ")
    .trim()}`;
}
