import "server-only";
import fc from "fast-check";
import { formatFilter } from "@/lib/domain/search/format";
import {
  HAS_VALUES,
  IS_VALUES,
  type SearchFilter,
  type SearchSort,
} from "@/lib/domain/search/query";
import { WORD_LENGTH_MIN } from "@/lib/domain/search/values-words";
import { FAILURE_CODES, SESSION_STATUSES, type SessionRecord } from "@/lib/domain/session";

const few = { minLength: 1, maxLength: 3 } as const;

const MOMENTS = ["7d", "1h", "3d", "2026-11-20", "today", "yesterday", "2026-11-23T10:00Z", "100h"];

/** A condition as its text, one arbitrary for each key of the language. */
export function conditionArbitraries(sessions: readonly SessionRecord[]) {
  const sign = fc.constantFrom("", "", "-");
  const named = (key: string, values: readonly string[]) =>
    fc
      .tuple(sign, fc.uniqueArray(fc.constantFrom(...values), few))
      .map(([minus, chosen]) => `${minus}${key}:${chosen.join(",")}`);
  const counts = fc.constantFrom("0", "1", "2", "3", ">=2", "<=1", "1..2", ">0");
  const times = fc.oneof(
    fc.constantFrom(...MOMENTS),
    fc
      .tuple(fc.constantFrom(">", "<", ">=", "<="), fc.constantFrom(...MOMENTS))
      .map((p) => p.join("")),
    fc.constantFrom("2026-11-20..2026-11-22", "7d..2d", "..2026-11-21", "2026-11-22.."),
  );
  const ranged = (key: string, range: fc.Arbitrary<string>) =>
    fc
      .tuple(sign, fc.uniqueArray(range, few))
      .map(([minus, all]) => `${minus}${key}:${all.join(",")}`);
  return {
    status: named("status", [...SESSION_STATUSES, '"awaiting_review"', '"never seen"']),
    code: named("code", [...FAILURE_CODES, "none", '"brand_new"']),
    nfc: ranged("nfc", counts),
    liveness: ranged("liveness", counts),
    created: ranged("created", times),
    ended: ranged("ended", times),
    claim: named("claim", ["age_over_18", "family_name", "given_names", '"no such claim"']),
    redirect: named("redirect", ["shop.example", "pay.shop.example", "example", "münchen.example"]),
    webhook: named("webhook", ["whe_one", "whe_two", "whe_three", "all"]),
    has: named("has", HAS_VALUES),
    is: named("is", IS_VALUES),
    word: fc.tuple(fc.boolean(), wordOf(sessions)).map(([negated, text]) => {
      const filter: SearchFilter = { key: "word", text, negated };
      return formatFilter(filter);
    }),
  };
}

/** A part of some redirect URL or id, found or not, or a word that nothing holds. */
function wordOf(sessions: readonly SessionRecord[]): fc.Arbitrary<string> {
  const length = fc.integer({ min: WORD_LENGTH_MIN, max: 12 });
  const urls = sessions.flatMap(({ redirect_url }) => redirect_url ?? []);
  const partOfUrl = fc
    .tuple(fc.constantFrom(...urls), fc.nat(60), length)
    .map(([url, from, length]) => url.slice(from % url.length, (from % url.length) + length))
    .filter((text) => text.trim().length >= WORD_LENGTH_MIN && text.trim() === text);
  const partOfId = fc
    .tuple(fc.constantFrom(...sessions), fc.constantFrom("begin", "end", "middle"), length)
    .map(([{ id }, place, length]) => {
      if (place === "begin") return id.slice(0, length);
      return place === "end" ? id.slice(-length) : id.slice(20, 20 + length);
    });
  const fixed = [
    "zoë",
    "ZOË",
    "TW-123",
    "tw%2d",
    "100%",
    "a_b",
    "\\\\\\",
    "'''",
    "%%%",
    "___",
    "://",
    "vs_",
    "example",
    "nosuchword",
  ];
  return fc.oneof(partOfUrl, partOfId, fc.constantFrom(...fixed));
}

export const anySort: fc.Arbitrary<SearchSort> = fc.record({
  by: fc.constantFrom("created", "ended", "updated"),
  direction: fc.constantFrom("desc", "asc"),
});
