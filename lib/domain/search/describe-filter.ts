import { describeFailureCode } from "../failure-code";
import { statusLabel } from "../session-status";
import { shareFieldLabel } from "../share-fields";
import type { CountRange, SearchFilter, TimeRange } from "./query";

const AGO = /^(<=|>=|<|>)?(\d+)(s|m|min|h|d|w)$/;
const COMPARED = /^(<=|>=|<|>)(.+)$/;
const UNITS: Record<string, string> = {
  s: "second",
  m: "minute",
  min: "minute",
  h: "hour",
  d: "day",
  w: "week",
};
const COMPARISONS: Record<string, string> = {
  ">": "after",
  ">=": "from",
  "<": "before",
  "<=": "until",
};

/** The plain words for each value of `has:` and `is:`. */
export const FLAG_WORDS: ReadonlyMap<string, string> = new Map([
  ["has:redirect", "a redirect URL"],
  ["has:code", "a failure code"],
  ["has:webhook", "webhook endpoints of its own"],
  ["has:claims", "claims asked for"],
  ["is:open", "open"],
  ["is:ended", "ended"],
  ["is:overdue", "past its time"],
  ["is:changed-after-end", "cancelled after its end"],
]);

/** A condition in plain words: "Status: Failed or Expired", "Not created: in the last 7 days". */
export function describeFilter(filter: SearchFilter): string {
  const name = filter.negated ? `Not ${lowerFirst(NAMES[filter.key])}` : NAMES[filter.key];
  return `${name}: ${toWords(filter).join(" or ")}`;
}

const NAMES: Record<SearchFilter["key"], string> = {
  status: "Status",
  code: "Failure",
  nfc: "NFC failures",
  liveness: "Liveness failures",
  created: "Created",
  ended: "Ended",
  claim: "Asked for",
  redirect: "Leads back to",
  webhook: "Webhook",
  has: "Has",
  is: "Is",
  word: "Redirect URL contains, or id begins or ends with",
};

function toWords(filter: SearchFilter): string[] {
  switch (filter.key) {
    case "status":
      return filter.values.map(statusLabel);
    case "code":
      return filter.values.map((code) => describeFailureCode(code).title);
    case "nfc":
    case "liveness":
      return filter.ranges.map(describeCounts);
    case "created":
    case "ended":
      return filter.ranges.map(describeTimes);
    case "claim":
      return filter.values.map(shareFieldLabel);
    case "redirect":
      return filter.values;
    case "webhook":
      return filter.values.map((id) => id ?? "every subscribed endpoint");
    case "has":
    case "is":
      return filter.values.map((value) => FLAG_WORDS.get(`${filter.key}:${value}`) ?? value);
    case "word":
      return [`“${filter.text}”`];
  }
}

function describeCounts({ min, max }: CountRange): string {
  if (min === max) return String(min);
  if (max === null) return `at least ${min}`;
  return min === null ? `at most ${max}` : `${min} to ${max}`;
}

function describeTimes({ text }: TimeRange): string {
  const [, sign = "<", count, unit] = AGO.exec(text) ?? [];
  if (count && unit) {
    const length = count === "1" ? UNITS[unit] : `${count} ${UNITS[unit]}s`;
    if (sign.startsWith("<")) return `in the last ${length}`;
    return `more than ${count === "1" ? `1 ${length}` : length} ago`;
  }
  const [, comparison, rest] = COMPARED.exec(text) ?? [];
  if (comparison && rest) return `${COMPARISONS[comparison]} ${rest}`;
  const [first, last] = text.split("..");
  if (last === undefined) return text;
  if (first === "") return `until ${last}`;
  return last === "" ? `from ${first}` : `${first} to ${last}`;
}

/** "NFC" keeps its capitals. */
function lowerFirst(name: string): string {
  return /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}
