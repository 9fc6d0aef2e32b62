import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { formatSearch, formatValue, formatWord } from "./format";
import { parseSearch, SEARCH_LENGTH_MAX } from "./parse";
import { CONTEXT, filtersOf, withoutPlaces } from "./search.fixture";
import { foldSearchText } from "./searchable-texts";
import { anyText } from "./texts.fixture";
import { WORD_LENGTH_MIN } from "./values-words";

test.each([
  ["  STATUS:Failed,failed   sort:created ", "status:failed"],
  ['status:"failed" status:"new one"', 'status:failed status:"new one"'],
  ["sort:ended-asc abc", "abc sort:ended-asc"],
  ["nfc:>1,=2,0..1 liveness:<2", "nfc:>=2,2,0..1 liveness:<=1"],
  ["created:=2026-11-01,7D,TODAY", "created:2026-11-01,7d,today"],
  ['code:none,"none" webhook:"all",all', 'code:none,"none" webhook:"all",all'],
  ["redirect:München.example", "redirect:xn--mnchen-3ya.example"],
  ['"abc" -"-bc" "c:d" "NOT"', 'abc -"-bc" "c:d" "NOT"'],
])("“%s” in canonical text is “%s”", (text, canonical) => {
  const { query } = parseSearch(text, CONTEXT);
  expect(formatSearch(query)).toBe(canonical);
});

test("canonical text, read again, is the same search without errors", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { query } = parseSearch(text, CONTEXT);
      const canonical = formatSearch(query);
      fc.pre(canonical.length <= SEARCH_LENGTH_MAX);
      const again = parseSearch(canonical, CONTEXT);
      expect(again.ok).toBe(true);
      expect(withoutPlaces(again.query)).toEqual(withoutPlaces(query));
      expect(formatSearch(again.query)).toBe(canonical);
    }),
    { numRuns: byDepth(200, 1_000) },
  );
});

describe("a value in quotation marks is read as exactly that value", () => {
  const marks = fc.array(fc.constantFrom(...'"\\,:-. a*<é'), { maxLength: 8 });
  const searchable = fc
    .oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      marks.map((parts) => parts.join("")),
    )
    .filter((value) => value.trim() !== "" && !/[\p{Cc}\p{Cs}]/u.test(value));

  test.each(["status", "code", "claim", "webhook"] as const)("of %s", (key) => {
    fc.assert(
      fc.property(searchable, (value) => {
        expect(filtersOf(`${key}:${formatValue(key, value)}`)).toEqual([
          { key, values: [value], negated: false },
        ]);
      }),
    );
  });

  test("of a free word", () => {
    const isLongEnough = (text: string) =>
      Array.from(foldSearchText(text)).length >= WORD_LENGTH_MIN;
    fc.assert(
      fc.property(searchable.filter(isLongEnough), (text) => {
        expect(filtersOf(formatWord(text))).toEqual([{ key: "word", text, negated: false }]);
        expect(filtersOf(`-${formatWord(text)}`)).toEqual([{ key: "word", text, negated: true }]);
      }),
    );
  });
});
