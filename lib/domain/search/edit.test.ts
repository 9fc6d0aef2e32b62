import { describe, expect, test } from "vitest";
import {
  addFilter,
  hasFilterValue,
  removeTerm,
  replaceFilter,
  setSort,
  toggleFilterValue,
} from "./edit";
import { parseSearch } from "./parse";
import { CONTEXT } from "./search.fixture";

describe("adding a filter", () => {
  test.each<[string, Parameters<typeof addFilter>[1], string | null, string]>([
    ["", "status", "failed", "status:failed"],
    ["a  b ", "status", "failed", "a  b status:failed"],
    ["statsu:x", "nfc", ">=2", "statsu:x nfc:>=2"],
    ["status:failed,expired", "status", "failed", "status:failed,expired status:failed"],
    ["STATUS:Failed x", "status", "failed", "STATUS:Failed x"],
    ["-status:failed", "status", "failed", "-status:failed status:failed"],
    ["", "status", "awaiting_review", 'status:"awaiting_review"'],
    ["", "code", null, "code:none"],
    ["", "code", "none", 'code:"none"'],
    ["", "webhook", null, "webhook:all"],
    ["", "created", "2026-11-01..2026-11-07", "created:2026-11-01..2026-11-07"],
    ["", "redirect", "shop.example", "redirect:shop.example"],
    ["", "word", "a b", '"a b"'],
    ["", "word", "status:failed", '"status:failed"'],
    ["", "word", 'say "x"', '"say \\"x\\""'],
    ['a "b c', "is", "open", 'a is:open "b c'],
    ['status:"b c', "is", "open", 'is:open status:"b c'],
  ])("to “%s” of %s %s makes “%s”", (text, key, value, expected) => {
    expect(addFilter(text, key, value)).toBe(expected);
  });

  test("that leaves something out writes a minus", () => {
    expect(addFilter("a", "status", "failed", { negated: true })).toBe("a -status:failed");
    expect(addFilter("a -bcd", "word", "bcd", { negated: true })).toBe("a -bcd");
  });
});

describe("ticking a value", () => {
  test.each<[string, Parameters<typeof toggleFilterValue>[1], string | null, string]>([
    ["", "status", "failed", "status:failed"],
    ["x status:failed  y", "status", "expired", "x status:failed,expired  y"],
    ["x status:failed,expired  y", "status", "failed", "x status:expired  y"],
    ["x status:failed,expired  y", "status", "expired", "x status:failed  y"],
    ["x status:failed  y", "status", "failed", "x y"],
    ["x status:failed", "status", "failed", "x"],
    ["status:failed", "status", "failed", ""],
    ["Status:FAILED,expired,Failed", "status", "failed", "Status:expired"],
    ["status:failed,expired status:failed", "status", "failed", "status:expired"],
    ["status:faild", "status", "failed", "status:faild status:failed"],
    ["status:failed,faild", "status", "failed", "status:failed,faild status:failed"],
    ["-status:failed", "status", "failed", "-status:failed status:failed"],
    ["nfc:>1,0", "nfc", ">=2", "nfc:0"],
    ["nfc:0", "nfc", "3", "nfc:0,3"],
    ["code:none,liveness_failed", "code", null, "code:liveness_failed"],
    ["code:none", "code", "none", 'code:none,"none"'],
    ['claim:"a, b",family_name', "claim", "a, b", "claim:family_name"],
    ["redirect:Shop.Example", "redirect", "shop.example", ""],
    ["webhook:whe_1", "webhook", null, "webhook:whe_1,all"],
    ['"open', "status", "failed", 'status:failed "open'],
  ])("in “%s” of %s %s makes “%s”", (text, key, value, expected) => {
    expect(toggleFilterValue(text, key, value)).toBe(expected);
  });

  test("shows as ticked exactly where the search asks for it", () => {
    const { query } = parseSearch("status:failed -status:expired nfc:>1 code:none", CONTEXT);
    expect(hasFilterValue(query, "status", "failed")).toBe(true);
    expect(hasFilterValue(query, "status", "expired")).toBe(false);
    expect(hasFilterValue(query, "nfc", ">=2")).toBe(true);
    expect(hasFilterValue(query, "code", null)).toBe(true);
    expect(hasFilterValue(query, "code", "none")).toBe(false);
  });
});

describe("setting all values of a key", () => {
  test.each<[string, Parameters<typeof replaceFilter>[1], (string | null)[], string]>([
    ["a created:7d b", "created", ["2026-11-01"], "a created:2026-11-01 b"],
    ["a created:7d b created:soon", "created", ["today"], "a created:today b"],
    ["a created:7d b created:1d c", "created", [], "a b c"],
    ["a -created:7d", "created", ["1h"], "a -created:7d created:1h"],
    ["a", "created", [], "a"],
    ["status:x", "status", ["failed", "new"], 'status:failed,"new"'],
  ])("in “%s” of %s to %j makes “%s”", (text, key, values, expected) => {
    expect(replaceFilter(text, key, values)).toBe(expected);
  });
});

describe("taking a word out", () => {
  test.each([
    ["a b c", 0, "b c"],
    ["a b c", 1, "a c"],
    ["a b c", 2, "a b"],
    ["  a   b  ", 1, "  a"],
    ["  a   b  ", 0, "  b  "],
    ['a "b c" d', 1, "a d"],
    ['a "b c', 1, "a"],
    ["statsu:x b", 0, "b"],
    ["a", 1, "a"],
    ["a", -1, "a"],
    ["", 0, ""],
  ])("of “%s” the one with number %i leaves “%s”", (text, index, expected) => {
    expect(removeTerm(text, index)).toBe(expected);
  });
});

describe("setting the order", () => {
  test.each([
    ["", "ended", "desc", "sort:ended"],
    ["a", "ended", "asc", "a sort:ended-asc"],
    ["a sort:updated b", "ended", "desc", "a sort:ended b"],
    ["a sort:updated b", "created", "desc", "a b"],
    ["sort:bogus b -sort:ended", "created", "asc", "sort:created-asc b"],
    ['a sort:"x', "ended", "desc", 'a sort:ended sort:"x'],
  ] as const)("of “%s” to %s %s makes “%s”", (text, by, direction, expected) => {
    expect(setSort(text, { by, direction })).toBe(expected);
  });
});
