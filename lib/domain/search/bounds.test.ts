import fc from "fast-check";
import { expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { toChips } from "./chips";
import { addFilter, removeTerm, replaceFilter, setSort, toggleFilterValue } from "./edit";
import { applyFix } from "./errors";
import { findExactId } from "./find-exact-id";
import { formatSearch } from "./format";
import { parseSearch, SEARCH_LENGTH_MAX, SEARCH_TERMS_MAX } from "./parse";
import { CONTEXT, errorsOf } from "./search.fixture";
import { suggestSearch } from "./suggest";
import { anyText } from "./texts.fixture";
import { splitChunks } from "./tokenize";

test("a text of 2,000 characters is read, and one more is an error", () => {
  expect(parseSearch("x".repeat(SEARCH_LENGTH_MAX), CONTEXT).ok).toBe(true);
  const result = parseSearch("status:failed ".padEnd(SEARCH_LENGTH_MAX + 1, "x"), CONTEXT);
  expect(errorsOf(result)).toMatchObject([{ kind: "too-long", from: 2_000, to: 2_001 }]);
  expect(result.query.terms).toEqual([]);
});

test("40 terms are read, and the 41st is an error where it begins", () => {
  const forty = Array.from({ length: SEARCH_TERMS_MAX }, (_, at) => `word${at}`).join(" ");
  expect(parseSearch(forty, CONTEXT)).toMatchObject({ ok: true });
  const result = parseSearch(`${forty} one more`, CONTEXT);
  expect(errorsOf(result)).toMatchObject([{ kind: "too-many", from: forty.length + 1 }]);
  expect(result.query.terms).toHaveLength(SEARCH_TERMS_MAX);
});

test("no text makes anything throw, and every place lies within the text", () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: -5, max: 200 }), (text, at) => {
      const result = parseSearch(text, CONTEXT);
      for (const place of [...errorsOf(result), ...result.notes, ...result.query.terms]) {
        expect(place.from).toBeGreaterThanOrEqual(0);
        expect(place.to).toBeGreaterThanOrEqual(place.from);
        expect(place.to).toBeLessThanOrEqual(text.length);
      }
      for (const { fix, message } of [...errorsOf(result), ...result.notes]) {
        expect(message).toMatch(/[.?]$/);
        if (fix) parseSearch(applyFix(text, fix), CONTEXT);
      }
      toChips(result.query);
      findExactId(text);
      formatSearch(result.query);
      const { from, to, options } = suggestSearch(text, at);
      for (const { insert } of options) applyFix(text, { from, to, insert });
      addFilter(text, "word", text);
      toggleFilterValue(text, "status", text);
      replaceFilter(text, "created", [text]);
      setSort(removeTerm(text, at), { by: "ended", direction: "asc" });
    }),
    { numRuns: byDepth(100, 500) },
  );
});

test("nothing but blanks lies between the words, and no word is left out", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const gaps: string[] = [];
      let readTo = 0;
      for (const { from, to } of splitChunks(text)) {
        gaps.push(text.slice(readTo, from));
        readTo = to;
      }
      gaps.push(text.slice(readTo));
      for (const gap of gaps) expect(gap).toMatch(/^[\s\p{Cf}]*$/u);
    }),
    { numRuns: byDepth(100, 500) },
  );
});

test("every word is a term, the order, or an error: none is dropped", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const result = parseSearch(text, CONTEXT);
      for (const chunk of splitChunks(text).slice(0, SEARCH_TERMS_MAX)) {
        const isTerm = result.query.terms.some(({ index }) => index === chunk.index);
        const isFaulty = errorsOf(result).some(
          ({ from, to }) => from >= chunk.from && to <= chunk.to,
        );
        const isSort = chunk.key?.text === "sort";
        expect(Number(isTerm) + Number(isFaulty) + Number(isSort && !isFaulty)).toBe(1);
      }
    }),
    { numRuns: byDepth(100, 500) },
  );
});
