import { quoteText, type SearchError, searchError } from "./errors";
import { formatFilter } from "./format";
import type { CountRange, SearchFilter, SearchTerm, TimeRange } from "./query";

/**
 * Pairs of terms that no session can fit together, such as `status:failed status:expired`. They are
 * understood, and the list is rightly empty; the person is told why. Each term is named once.
 */
export function findContradictions(terms: readonly SearchTerm[]): SearchError[] {
  const notes: SearchError[] = [];
  for (const [at, second] of terms.entries()) {
    const first = terms.slice(0, at).find((earlier) => isNeverBoth(earlier, second));
    if (first) notes.push(toNote(first, second));
  }
  return notes;
}

function isNeverBoth(a: SearchFilter, b: SearchFilter): boolean {
  if (a.key !== b.key) return false;
  if (a.key === "is" && b.key === "is") return isOpenAgainstEnded(a, b);
  if (a.negated && b.negated) return false;
  if (a.negated || b.negated) return isLeftOut(a, b);
  if ((a.key === "status" && b.key === "status") || (a.key === "code" && b.key === "code")) {
    const chosen: readonly (string | null)[] = a.values;
    return !b.values.some((value) => chosen.includes(value));
  }
  if ("ranges" in a && "ranges" in b) return !overlap(a.ranges, b.ranges);
  return false;
}

/** Whether what the one asks for is exactly what the other leaves out, or part of it. */
function isLeftOut(a: SearchFilter, b: SearchFilter): boolean {
  const [wanted, leftOut] = a.negated ? [b, a] : [a, b];
  if (wanted.key === "word" && leftOut.key === "word") return wanted.text === leftOut.text;
  const outTexts = toTexts(leftOut);
  return toTexts(wanted).every((text) => outTexts.includes(text));
}

function toTexts(filter: SearchFilter): string[] {
  if ("ranges" in filter) return filter.ranges.map((range) => JSON.stringify(range));
  return "values" in filter ? filter.values.map((value) => JSON.stringify(value)) : [];
}

function isOpenAgainstEnded(a: SearchFilter, b: SearchFilter): boolean {
  const [first, second] = [toState(a), toState(b)];
  return first !== null && second !== null && first !== second;
}

function toState(filter: SearchFilter): "open" | "ended" | null {
  const [value, ...others] = filter.key === "is" ? filter.values : [];
  if (others.length > 0 || (value !== "open" && value !== "ended")) return null;
  return (value === "open") === filter.negated ? "ended" : "open";
}

function overlap(a: readonly Range[], b: readonly Range[]): boolean {
  return a.some((one) => b.some((other) => isBelow(one, other) && isBelow(other, one)));
}

type Range = CountRange | TimeRange;

/** Whether `low` begins before `high` ends. Instants compare as texts: all have one form. */
function isBelow(low: Range, high: Range): boolean {
  if ("min" in low && "min" in high) {
    return low.min === null || high.max === null || low.min <= high.max;
  }
  if ("from" in low && "from" in high) {
    return low.from === null || high.before === null || low.from < high.before;
  }
  return true;
}

function toNote(first: SearchTerm, second: SearchTerm): SearchError {
  const [one, other] = [formatFilter(first), formatFilter(second)];
  const message = `No session can fit both ${quoteText(one)} and ${quoteText(other)}.`;
  const isNext = second.index === first.index + 1 && !first.negated && !second.negated;
  if (!isNext || second.key === "word" || second.key === "is") {
    return searchError("contradiction", second, message);
  }
  const insert = `${one},${other.slice(second.key.length + 1)}`;
  return searchError("contradiction", second, `${message} Did you mean ${quoteText(insert)}?`, {
    from: first.from,
    to: second.to,
    insert,
  });
}
