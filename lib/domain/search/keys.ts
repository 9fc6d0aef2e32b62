import { FAILURE_CODES, SESSION_STATUSES } from "../session";
import { isShareFieldKey, SHARE_FIELD_KEYS } from "../share-fields";
import { HAS_VALUES, IS_VALUES, SEARCH_KEYS, type SearchKey } from "./query";

/** Keys whose values are names out of a list. */
export type NameKey = "status" | "code" | "claim" | "webhook" | "has" | "is";

export type NameRule = {
  /** As in “x” is not …; */
  noun: string;
  /** The names to offer; `isKnown` may know more. */
  names: readonly string[];
  isKnown: (name: string) => boolean;
  /** The word for "none at all", null where there is none. */
  nullWord: string | null;
  /** Whether Kayle may have names that the desk does not know; those are taken in quotation marks. */
  isOpen: boolean;
};

const WEBHOOK_ID = /^whe_[A-Za-z0-9]+$/;

export const NAME_RULES: Record<NameKey, NameRule> = {
  status: ruleOf("a status", SESSION_STATUSES),
  code: { ...ruleOf("a failure code", FAILURE_CODES), nullWord: "none" },
  claim: {
    ...ruleOf("a claim", [...SHARE_FIELD_KEYS, "age_over_18"]),
    isKnown: isShareFieldKey,
  },
  webhook: {
    ...ruleOf("the id of a webhook endpoint", []),
    isKnown: (id) => WEBHOOK_ID.test(id),
    nullWord: "all",
  },
  has: { ...ruleOf("something a session can have", HAS_VALUES), isOpen: false },
  is: { ...ruleOf("something a session can be", IS_VALUES), isOpen: false },
};

export function isNameKey(key: SearchKey): key is NameKey {
  return key in NAME_RULES;
}

/** Every word that may stand before a colon. */
export const KEY_WORDS: readonly string[] = [...SEARCH_KEYS, "sort"];

/** One line for the list of suggestions. */
export const KEY_HINTS: Record<SearchKey | "sort", string> = {
  status: "what Kayle’s record says",
  code: "why it failed",
  nfc: "failures of the chip reading, 0 to 3",
  liveness: "failures of liveness and face, 0 to 3",
  created: "a day, a time, or how long ago",
  ended: "a day, a time, or how long ago",
  claim: "what was asked for",
  redirect: "the host that it leads back to",
  webhook: "the endpoint that is told",
  has: "what the record holds",
  is: "open, ended, past its time",
  sort: "the order of the list",
};

/** Other names that people try, for a suggestion only: each thing has one name in the language. */
export const KEY_SYNONYMS: ReadonlyMap<string, SearchKey | "sort"> = new Map([
  ["state", "status"],
  ["result", "status"],
  ["outcome", "status"],
  ["failure_code", "code"],
  ["failure", "code"],
  ["reason", "code"],
  ["error", "code"],
  ["chip", "nfc"],
  ["face", "liveness"],
  ["selfie", "liveness"],
  ["date", "created"],
  ["since", "created"],
  ["started", "created"],
  ["completed", "ended"],
  ["finished", "ended"],
  ["field", "claim"],
  ["share_field", "claim"],
  ["host", "redirect"],
  ["url", "redirect"],
  ["domain", "redirect"],
  ["site", "redirect"],
  ["endpoint", "webhook"],
  ["hook", "webhook"],
  ["by", "sort"],
]);

/** What people look for in ids and redirect URLs, where a free word finds it. */
export const WORD_KEYS: readonly string[] = [
  "id",
  "session",
  "session_id",
  "order",
  "reference",
  "ref",
  "customer",
  "customer_id",
  "user",
  "account",
  "application",
  "booking",
  "case",
  "ticket",
];

function ruleOf(noun: string, names: readonly string[]): NameRule {
  return { noun, names, isKnown: (name) => names.includes(name), nullWord: null, isOpen: true };
}
