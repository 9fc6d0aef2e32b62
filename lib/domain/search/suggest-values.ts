import { describeFailureCode } from "../failure-code";
import { statusLabel } from "../session-status";
import { shareFieldLabel } from "../share-fields";
import { FLAG_WORDS } from "./describe-filter";
import { formatValue, type SearchValue } from "./format";
import { isNameKey, NAME_RULES } from "./keys";
import { isSearchKey, SORT_COLUMNS } from "./query";

/** Values that the index holds, most frequent first, with how many sessions have each. */
export type ObservedValues = Partial<
  Record<string, readonly { value: SearchValue; count?: number }[]>
>;

export type Suggestion = {
  /** What to put into the text. */
  insert: string;
  /** What to show. */
  label: string;
  /** A few plain words beside it; may be empty. */
  hint: string;
};

const TIMES: readonly [string, string][] = [
  ["today", "this calendar day"],
  ["yesterday", "the calendar day before"],
  ["<1h", "less than 1 hour ago"],
  ["24h", "in the last 24 hours"],
  ["7d", "in the last 7 days"],
  [">2d", "more than 2 days ago"],
];

const COUNTS: readonly [string, string][] = [
  [">=1", "any failure"],
  ["0", "no failure"],
  ["1", "one failure"],
  ["2", "two failures"],
  ["3", "all used up"],
];

/** What may stand after `key:`. Observed values come first; unknown keys have none. */
export function toValueSuggestions(key: string, observed: ObservedValues): Suggestion[] {
  if (key === "sort") return SORT_COLUMNS.flatMap(toSortSuggestions);
  if (!isSearchKey(key)) return [];
  if (key === "created" || key === "ended") return TIMES.map(toSuggestion);
  if (key === "nfc" || key === "liveness") return COUNTS.map(toSuggestion);
  const found = (observed[key] ?? []).map(({ value, count }) => {
    const insert = formatValue(key, value);
    const words = hintOf(key, value);
    const hint = count === undefined ? words : [words, `${count}`].filter(Boolean).join(" · ");
    return { insert, label: insert, hint };
  });
  const isFound = (insert: string) => found.some((one) => one.insert === insert);
  return [...found, ...ownValues(key).filter(({ insert }) => !isFound(insert))];
}

function ownValues(key: string): Suggestion[] {
  if (!isSearchKey(key) || !isNameKey(key)) return [];
  const { names, nullWord } = NAME_RULES[key];
  const named = names.map((name) => ({ insert: name, label: name, hint: hintOf(key, name) }));
  if (nullWord === null) return named;
  return [...named, { insert: nullWord, label: nullWord, hint: hintOf(key, null) }];
}

function hintOf(key: string, value: SearchValue): string {
  if (key === "code") return describeFailureCode(value).title;
  if (key === "webhook") return value === null ? "every subscribed endpoint" : "";
  if (value === null) return "";
  if (key === "status") return statusLabel(value);
  if (key === "claim") return shareFieldLabel(value);
  return FLAG_WORDS.get(`${key}:${value}`) ?? "";
}

function toSortSuggestions(by: string): Suggestion[] {
  return [
    { insert: by, label: by, hint: "newest first" },
    { insert: `${by}-asc`, label: `${by}-asc`, hint: "oldest first" },
  ];
}

function toSuggestion([insert, hint]: readonly [string, string]): Suggestion {
  return { insert, label: insert, hint };
}
