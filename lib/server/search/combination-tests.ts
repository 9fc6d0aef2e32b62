import "server-only";
import type { HasValue, IsValue, SearchTerm } from "@/lib/domain/search/query";
import { isOpen } from "@/lib/domain/session";
import type { SessionImage } from "./image/session-image";

/** Whether sessions of the combination at this place fit, whatever else is true of each. */
export type CombinationTest = (place: number) => boolean;

type Parts = Pick<SessionImage, "combinations" | "dictionaries">;

export const LONG_AGO = new Date(0).toISOString();

/** A test for each value of the term; null where one of them depends on more than the combination. */
export function toCombinationTests(
  term: Extract<SearchTerm, { key: "has" | "is" }>,
  parts: Parts,
): CombinationTest[] | null {
  if (term.key === "has") return term.values.map((value) => toHasTest(value, parts));
  const tests = term.values.map((value) => toIsTest(value, parts));
  const known = tests.filter((test) => test !== null);
  return known.length === tests.length ? known : null;
}

function toHasTest(value: HasValue, { combinations, dictionaries }: Parts): CombinationTest {
  const { kinds, claims, webhooks } = dictionaries;
  switch (value) {
    case "redirect":
      return (place) => combinations.hasRedirect[place] === true;
    case "code": {
      const has = kinds.entries.map(({ failureCode }) => failureCode !== null);
      return (place) => has[combinations.kind[place] ?? -1] === true;
    }
    case "webhook": {
      const has = webhooks.entries.map((ids) => ids !== null);
      return (place) => has[combinations.webhooks[place] ?? -1] === true;
    }
    case "claims": {
      const has = claims.entries.map((keys) => keys.length > 0);
      return (place) => has[combinations.claims[place] ?? -1] === true;
    }
  }
}

/** A status that the desk does not know counts as open while there is no end. */
export function toOpenTest({ combinations, dictionaries }: Parts): CombinationTest {
  const isOpenWith = (completed_at: string | null) =>
    dictionaries.kinds.entries.map(({ status }) => isOpen({ status, completed_at }));
  const withEnd = isOpenWith(LONG_AGO);
  const withoutEnd = isOpenWith(null);
  return (place) => {
    const kind = combinations.kind[place] ?? -1;
    return (combinations.hasEnd[place] ? withEnd[kind] : withoutEnd[kind]) === true;
  };
}

function toIsTest(value: IsValue, parts: Parts): CombinationTest | null {
  const isOpenAt = toOpenTest(parts);
  if (value === "open") return isOpenAt;
  return value === "ended" ? (place) => !isOpenAt(place) : null;
}
