import { describe, expect, test } from "vitest";
import { applyFix } from "./errors";
import { parseSearch } from "./parse";
import { SEARCH_KEYS } from "./query";
import { CONTEXT } from "./search.fixture";
import { suggestSearch } from "./suggest";

const OBSERVED = {
  status: [
    { value: "failed", count: 12 },
    { value: "awaiting_review", count: 1 },
  ],
  redirect: [{ value: "shop.example", count: 9 }, { value: "bank.example" }],
  webhook: [
    { value: "whe_1", count: 3 },
    { value: null, count: 80 },
  ],
};

/** The text with `|` for the caret, and what each option would make of it. */
function outcomes(marked: string): string[] {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { from, to, options } = suggestSearch(text, caret, OBSERVED);
  return options.map(({ insert }) => applyFix(text, { from, to, insert }));
}

test("on empty ground every key is offered, with a hint", () => {
  const { options } = suggestSearch("a ", 2);
  expect(options.map(({ insert }) => insert)).toEqual([
    ...SEARCH_KEYS.map((key) => `${key}:`),
    "sort:",
  ]);
  expect(options.every(({ hint }) => hint !== "")).toBe(true);
});

describe("what is offered at the caret", () => {
  test.each<[string, string[]]>([
    ["sta|", ["status:"]],
    ["-sta|", ["-status:"]],
    ["x sta| y", ["x status: y"]],
    ["c|", ["code:", "created:", "claim:"]],
    ["sta|tus:failed", ["status:failed"]],
    ["statsu|", ["status:"]],
    [
      "status:|",
      [
        "status:failed",
        'status:"awaiting_review"',
        "status:created",
        "status:in_progress",
        "status:succeeded",
        "status:expired",
        "status:cancelled",
      ],
    ],
    [
      "status:failed,|",
      [
        'status:failed,"awaiting_review"',
        "status:failed,created",
        "status:failed,in_progress",
        "status:failed,succeeded",
        "status:failed,expired",
        "status:failed,cancelled",
      ],
    ],
    ["status:exp|", ["status:expired"]],
    ["status:ex|pired,failed", ["status:expired,failed"]],
    ['status:"aw|', ['status:"awaiting_review"']],
    ['status:"aw| nfc:1', ['status:"awaiting_review" nfc:1']],
    ["is:past|", ["is:overdue"]],
    ["code:face|", ["code:selfie_face_mismatch"]],
    ["nfc:>|", ["nfc:>=1"]],
    ["created:to|", ["created:today"]],
    ["redirect:|", ["redirect:shop.example", "redirect:bank.example"]],
    ["webhook:|", ["webhook:whe_1", "webhook:all"]],
    ["sort:end|", ["sort:ended", "sort:ended-asc"]],
    ["overd|", ["is:overdue"]],
    ["shop|", ["redirect:shop.example"]],
    ["statsu:|", []],
    ['"sta|', []],
    ["TW-123|", []],
  ])("%s", (marked, expected) => {
    expect(outcomes(marked)).toEqual(expected);
  });

  test("how many sessions have a value stands beside it", () => {
    const { options } = suggestSearch("status:fail", 11, OBSERVED);
    expect(options).toEqual([{ insert: "failed", label: "failed", hint: "Failed · 12" }]);
  });
});

test("every value that is offered is understood", () => {
  for (const key of [...SEARCH_KEYS, "sort"]) {
    for (const text of outcomes(`${key}:|`)) {
      expect([text, parseSearch(text, CONTEXT).ok]).toEqual([text, true]);
    }
  }
});

test.each([-1, 99, Number.NaN])("a caret at %s outside of the text is no fault", (caret) => {
  expect(suggestSearch("status:failed", caret).from).toBeGreaterThanOrEqual(0);
});
