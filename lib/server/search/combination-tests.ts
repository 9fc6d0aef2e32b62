import "server-only";
import { matchesFilter } from "@/lib/domain/search/match";
import type { HasValue, IsValue, SearchFilter } from "@/lib/domain/search/query";
import { isOpen, type SessionRecord } from "@/lib/domain/session";
import type { SessionImage } from "./image/session-image";
import { toKindRecord } from "./masks";

/** Whether sessions of the combination at this place fit, whatever else is true of each. */
export type CombinationTest = (place: number) => boolean;

type Parts = Pick<SessionImage, "combinations" | "dictionaries">;

const LONG_AGO = new Date(0).toISOString();
const LATER = new Date(3_600_000).toISOString();

export function toHasTest(value: HasValue, { combinations, dictionaries }: Parts): CombinationTest {
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

/** What is overdue depends on the clock, and on each session's own end of its time. */
export function toIsTest(value: Exclude<IsValue, "overdue">, parts: Parts): CombinationTest {
  if (value === "changed-after-end") return toChangedTest(parts);
  const isOpenAt = toOpenTest(parts);
  return value === "open" ? isOpenAt : (place) => !isOpenAt(place);
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

/** What the record of a kind says, written again after its end or not, is asked of the domain. */
function toChangedTest({ combinations, dictionaries }: Parts): CombinationTest {
  const filter: SearchFilter = { key: "is", values: ["changed-after-end"], negated: false };
  const isChangedWith = (times: Pick<SessionRecord, "completed_at" | "updated_at">) =>
    dictionaries.kinds.entries.map((kind) => {
      return matchesFilter(filter, { ...toKindRecord(kind), ...times }, new Date(LATER));
    });
  const ifAgain = isChangedWith({ completed_at: LONG_AGO, updated_at: LATER });
  const ifNot = isChangedWith({ completed_at: LONG_AGO, updated_at: LONG_AGO });
  return (place) => {
    const kind = combinations.kind[place] ?? -1;
    return (combinations.isWrittenAgain[place] ? ifAgain[kind] : ifNot[kind]) === true;
  };
}
