import fc from "fast-check";
import { expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { FAILURE_CODES, SESSION_STATUSES } from "../session";
import { type Chip, toChips } from "./chips";
import {
  addFilter,
  type FacetKey,
  hasFilterValue,
  removeTerm,
  replaceFilter,
  setSort,
  toggleFilterValue,
} from "./edit";
import { formatFilter } from "./format";
import { parseSearch, SEARCH_TERMS_MAX } from "./parse";
import { SORT_COLUMNS } from "./query";
import { CONTEXT, errorsOf } from "./search.fixture";
import { anyText, fragment, wholeWord } from "./texts.fixture";
import { isUnclosed, splitChunks } from "./tokenize";

/*
 * Each edit by a chip says beforehand what it does to the list of chips. The chips read from the text
 * afterwards must be exactly those, and each word of the text that the edit was not about must stand
 * there as before, byte for byte.
 */

type Value = [key: FacetKey, value: string | null];

const facetValue: fc.Arbitrary<Value> = fc.oneof(
  fc
    .constantFrom(...SESSION_STATUSES, "new one", 'say "x"')
    .map((value): Value => ["status", value]),
  fc.constantFrom(...FAILURE_CODES, null, "none").map((value): Value => ["code", value]),
  fc.constantFrom("0", "3", ">=2", "1..2").map((value): Value => ["nfc", value]),
  fc.constantFrom("shop.example", "none").map((value): Value => ["redirect", value]),
  fc.constantFrom(null, "whe_1", "all").map((value): Value => ["webhook", value]),
  fc.constantFrom("redirect", "claims").map((value): Value => ["has", value]),
);

type Edit =
  | { kind: "type"; at: number; drop: number; insert: string }
  | { kind: "add"; value: Value; negated: boolean }
  | { kind: "add-word"; word: string }
  | { kind: "toggle"; value: Value }
  | { kind: "remove-chip"; at: number }
  | { kind: "replace"; values: string[] }
  | { kind: "sort"; by: (typeof SORT_COLUMNS)[number]; direction: "asc" | "desc" };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constant("type" as const),
    at: fc.nat(200),
    drop: fc.nat(4),
    insert: fc.oneof(
      fragment,
      wholeWord.map((word) => ` ${word} `),
    ),
  }),
  fc.record({ kind: fc.constant("add" as const), value: facetValue, negated: fc.boolean() }),
  fc.record({
    kind: fc.constant("add-word" as const),
    word: fc.constantFrom("TW-1", "a b", "-xy", "status:failed", 'q"q', "NOT", "née\u200b"),
  }),
  fc.record({ kind: fc.constant("toggle" as const), value: facetValue }),
  fc.record({ kind: fc.constant("remove-chip" as const), at: fc.nat(20) }),
  fc.record({
    kind: fc.constant("replace" as const),
    values: fc.subarray(["7d", "today", "2026-11-01..2026-11-07"]),
  }),
  fc.record({
    kind: fc.constant("sort" as const),
    by: fc.constantFrom(...SORT_COLUMNS),
    direction: fc.constantFrom("asc" as const, "desc" as const),
  }),
);

function chipsOf(text: string): Chip[] {
  return toChips(parseSearch(text, CONTEXT).query);
}

/** Chips without their numbers, which change as words come and go. */
function idsOf(chips: readonly Chip[]): string[] {
  return chips.map(({ id, title, text, label }) =>
    [id.replace(/ #\d+$/, ""), title, text, label].join("|"),
  );
}

function faultsOf(text: string): number {
  return errorsOf(parseSearch(text, CONTEXT)).length;
}

function wordsOf(text: string): string[] {
  return splitChunks(text).map(({ from, to }) => text.slice(from, to));
}

/** The words of one key, or all others. */
function wordsBy(
  text: string,
  isWanted: (key: string | null, negated: boolean) => boolean,
): string[] {
  return splitChunks(text)
    .filter((chunk) => isWanted(chunk.key?.text ?? null, chunk.negated) && !isUnclosed(chunk))
    .map(({ from, to }) => text.slice(from, to));
}

function withoutOne(list: readonly string[], at: number): string[] {
  return list.filter((_, index) => index !== at);
}

function typeInto(text: string, { at, drop, insert }: Extract<Edit, { kind: "type" }>): string {
  const from = Math.min(at, text.length);
  return text.slice(0, from) + insert + text.slice(from + drop);
}

function isSamePlus(before: readonly string[], after: readonly string[], added: number): boolean {
  let missing = 0;
  for (const word of after) if (before[missing] === word) missing++;
  return missing === before.length && after.length === before.length + added;
}

/** Makes the edit, and holds it to what it may and may not change. */
function apply(text: string, one: Edit): string {
  switch (one.kind) {
    case "type":
      return typeInto(text, one);
    case "add":
    case "add-word":
      return applyAdd(text, one);
    case "toggle":
      return applyToggle(text, one.value);
    case "remove-chip":
      return applyRemove(text, one.at);
    case "replace":
      return applyReplace(text, one.values);
    case "sort":
      return applySort(text, one);
  }
}

function applyAdd(text: string, one: Extract<Edit, { kind: "add" | "add-word" }>): string {
  const after =
    one.kind === "add"
      ? addFilter(text, ...one.value, { negated: one.negated })
      : addFilter(text, "word", one.word);
  if (after === text) return text;
  expect(isSamePlus(wordsOf(text), wordsOf(after), 1)).toBe(true);
  expect(isSamePlus(idsOf(chipsOf(text)), idsOf(chipsOf(after)), 1)).toBe(true);
  return after;
}

function applyToggle(text: string, [key, value]: Value): string {
  const before = parseSearch(text, CONTEXT).query;
  const after = toggleFilterValue(text, key, value);
  const query = parseSearch(after, CONTEXT).query;
  const isOther = (one: string | null, negated: boolean) => one !== key || negated;
  expect(wordsBy(after, isOther)).toEqual(wordsBy(text, isOther));
  expect(hasFilterValue(query, key, value)).toBe(!hasFilterValue(before, key, value));
  const others = (of: typeof query) =>
    of.terms.filter((term) => isOther(term.key, term.negated)).map(formatFilter);
  expect(others(query)).toEqual(others(before));
  return after;
}

function applyRemove(text: string, at: number): string {
  const chips = chipsOf(text);
  const chip = chips[at % Math.max(1, chips.length)];
  if (chip === undefined) return text;
  const after = removeTerm(text, chip.index);
  expect(wordsOf(after)).toEqual(withoutOne(wordsOf(text), chip.index));
  expect(idsOf(chipsOf(after))).toEqual(withoutOne(idsOf(chips), chips.indexOf(chip)));
  return after;
}

function applyReplace(text: string, values: string[]): string {
  const after = replaceFilter(text, "created", values);
  const isOther = (key: string | null, negated: boolean) => key !== "created" || negated;
  expect(wordsBy(after, isOther)).toEqual(wordsBy(text, isOther));
  const set = parseSearch(after, CONTEXT).query.terms.filter(
    (term) => !isOther(term.key, term.negated),
  );
  expect(set.map(formatFilter)).toEqual(values.length > 0 ? [`created:${values.join(",")}`] : []);
  return after;
}

function applySort(text: string, sort: Extract<Edit, { kind: "sort" }>): string {
  const { by, direction } = sort;
  const after = setSort(text, { by, direction });
  const isOther = (key: string | null) => key !== "sort";
  expect(wordsBy(after, isOther)).toEqual(wordsBy(text, isOther));
  expect(parseSearch(after, CONTEXT).query.sort).toEqual({ by, direction });
  expect(idsOf(chipsOf(after))).toEqual(idsOf(chipsOf(text)));
  return after;
}

test("after any edits by text or by chips, both say the same and nothing else is lost", () => {
  fc.assert(
    fc.property(anyText, fc.array(edit, { maxLength: 12 }), (start, edits) => {
      let text = start;
      for (const one of edits) {
        if (splitChunks(text).length >= SEARCH_TERMS_MAX) return;
        const faultsBefore = faultsOf(text);
        text = apply(text, one);
        if (one.kind !== "type") expect(faultsOf(text)).toBeLessThanOrEqual(faultsBefore);
        const ids = chipsOf(text).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }
    }),
    { numRuns: byDepth(50, 300) },
  );
}, 30_000);
