import "server-only";
import type { HasValue, IsValue, SearchTerm } from "@/lib/domain/search/query";
import { isOpen } from "@/lib/domain/session";
import type { Combination } from "./image/combinations";
import type { Dictionaries } from "./image/dictionaries";

/** Whether sessions of this combination fit, whatever else is true of each. */
export type CombinationTest = (entry: Combination) => boolean;

export const LONG_AGO = new Date(0).toISOString();

/** A test for each value of the term; null where one of them depends on more than the combination. */
export function toCombinationTests(
  term: Extract<SearchTerm, { key: "has" | "is" }>,
  dictionaries: Dictionaries,
): CombinationTest[] | null {
  if (term.key === "has") return term.values.map((value) => toHasTest(value, dictionaries));
  const tests = term.values.map((value) => toIsTest(value, dictionaries));
  const known = tests.filter((test) => test !== null);
  return known.length === tests.length ? known : null;
}

export function toHasTest(
  value: HasValue,
  { kinds, claims, webhooks }: Dictionaries,
): CombinationTest {
  switch (value) {
    case "redirect":
      return ({ hasRedirect }) => hasRedirect;
    case "code":
      return ({ kind }) => kinds.entries[kind]?.failureCode != null;
    case "webhook":
      return (entry) => webhooks.entries[entry.webhooks] != null;
    case "claims":
      return (entry) => (claims.entries[entry.claims] ?? []).length > 0;
  }
}

/** A status that the desk does not know counts as open while there is no end. */
export function toOpenTest({ kinds }: Dictionaries): CombinationTest {
  return ({ kind, hasEnd }) => {
    const status = kinds.entries[kind]?.status;
    return status !== undefined && isOpen({ status, completed_at: hasEnd ? LONG_AGO : null });
  };
}

function toIsTest(value: IsValue, dictionaries: Dictionaries): CombinationTest | null {
  const isOpenEntry = toOpenTest(dictionaries);
  if (value === "open") return isOpenEntry;
  return value === "ended" ? (entry) => !isOpenEntry(entry) : null;
}
