import "server-only";
import { matchesFilter } from "@/lib/domain/search/match";
import type { IsValue, SearchFilter, SearchTerm, TimeRange } from "@/lib/domain/search/query";
import type { SessionRecord } from "@/lib/domain/session";
import {
  type CombinationTest,
  LONG_AGO,
  toCombinationTests,
  toOpenTest,
} from "./combination-tests";
import type { SessionImage } from "./image/session-image";
import { toKindRecord } from "./masks";

/** Whether the session in a slot fits. */
export type SlotTest = (slot: number) => boolean;

/** A test of one slot, and the same for all slots at once. */
export type SlotFilter = {
  test: SlotTest;
  /**
   * Sets to 0 what does not fit; one byte per slot of the image. A loop of its own for each kind of
   * test: a call per slot takes several times as long as what most tests do, a million times over.
   */
  narrow(map: Uint8Array): void;
  /** Set where whatever lies within the query's stretch of this column passes anyhow. */
  impliedBy?: SpanColumn;
};

/** Columns of which a search can ask for a stretch of time. */
export type SpanColumn = "createdAt" | "endedAt";

/** Asks `test` slot by slot, where no loop of its own is worth it. */
export function toFilter(test: SlotTest): SlotFilter {
  return {
    test,
    narrow(map) {
      for (let slot = 0; slot < map.length; slot++) {
        if (map[slot] === 1 && !test(slot)) map[slot] = 0;
      }
    },
  };
}

/**
 * What a term asks for: of the combination alone, which is looked at once for all that have it, or of
 * each session. `now` decides what is overdue.
 */
export type TermTest = { combination: CombinationTest } | { slot: SlotFilter };

type RowTerm = Extract<SearchTerm, { key: "created" | "ended" | "has" | "is" }>;

/** The terms that no single dictionary answers; free words are looked for elsewhere. */
export function isRowTerm(term: SearchTerm): term is RowTerm {
  return ["created", "ended", "has", "is"].includes(term.key);
}

export function toTermTest(term: RowTerm, image: SessionImage, now: Date): TermTest {
  const { negated } = term;
  if (term.key === "has" || term.key === "is") {
    const tests = toCombinationTests(term, image);
    if (tests !== null) {
      return { combination: (place) => tests.some((test) => test(place)) !== negated };
    }
  }
  const filters = toFilters(term, image, now);
  const [only, ...others] = filters;
  if (only && others.length === 0 && !negated) return { slot: only };
  return { slot: toFilter((slot) => filters.some(({ test }) => test(slot)) !== negated) };
}

function toFilters(term: RowTerm, image: SessionImage, now: Date): SlotFilter[] {
  switch (term.key) {
    case "created":
      return term.ranges.map((range) => toTimeFilter(range, image, "createdAt"));
    case "ended":
      return term.ranges.map((range) => toTimeFilter(range, image, "endedAt"));
    // All that these ask of is in the combination, see above.
    case "has":
      return [];
    case "is":
      return term.values.map((value) => toIsFilter(value, image, now));
  }
}

function toTimeFilter(
  { from, before }: TimeRange,
  image: SessionImage,
  column: SpanColumn,
): SlotFilter {
  const low = from === null ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const high = before === null ? Number.POSITIVE_INFINITY : Date.parse(before);
  return { ...toSpanFilter(image, column, low, high), impliedBy: column };
}

/** No comparison holds for NaN, so a session without that moment is in no stretch of time. */
function toSpanFilter(
  { columns }: SessionImage,
  column: SpanColumn | "expiresAt",
  low: number,
  high: number,
): SlotFilter {
  return {
    test(slot) {
      const at = columns[column][slot] ?? Number.NaN;
      return at >= low && at < high;
    },
    narrow(map) {
      const times = columns[column];
      for (let slot = 0; slot < map.length; slot++) {
        if (map[slot] !== 1) continue;
        const at = times[slot] ?? Number.NaN;
        if (!(at >= low && at < high)) map[slot] = 0;
      }
    },
  };
}

/** By what the combination says, asked once for each. */
function toCombinationFilter(
  { columns, combinations }: SessionImage,
  test: CombinationTest,
): SlotFilter {
  const table = Uint8Array.from(combinations.counts, (_, place) => Number(test(place)));
  return {
    test: (slot) => table[columns.combination[slot] ?? -1] === 1,
    narrow(map) {
      const { combination } = columns;
      for (let slot = 0; slot < map.length; slot++) {
        if (table[combination[slot] ?? -1] !== 1) map[slot] = 0;
      }
    },
  };
}

function toIsFilter(value: IsValue, image: SessionImage, now: Date): SlotFilter {
  const isOpenAt = toOpenTest(image);
  switch (value) {
    case "open":
      return toCombinationFilter(image, isOpenAt);
    case "ended":
      return toCombinationFilter(image, (place) => !isOpenAt(place));
    case "overdue": {
      // Up to and with this moment; times are whole milliseconds.
      const high = now.getTime() + 1;
      return both(
        toCombinationFilter(image, isOpenAt),
        toSpanFilter(image, "expiresAt", Number.NEGATIVE_INFINITY, high),
      );
    }
    case "changed-after-end":
      return toChangedFilter(image);
  }
}

function both(one: SlotFilter, other: SlotFilter): SlotFilter {
  return {
    test: (slot) => one.test(slot) && other.test(slot),
    narrow(map) {
      one.narrow(map);
      other.narrow(map);
    },
  };
}

/**
 * What the record of a kind says alone, and what it says where the record was written again some
 * time after its end, are asked of the domain; how long after is compared here.
 */
function toChangedFilter({ columns, combinations, dictionaries }: SessionImage): SlotFilter {
  const records = dictionaries.kinds.entries.map(toKindRecord);
  const surely = records.map((record) => isChanged({ ...record, completed_at: null }));
  const ifLater = records.map((record) =>
    isChanged({ ...record, completed_at: LONG_AGO, updated_at: LATER }),
  );
  /** 1 where it depends on the time, 2 where it does not. */
  const table = Uint8Array.from(combinations.kind, (kind) => {
    return surely[kind] === true ? 2 : Number(ifLater[kind] === true);
  });
  const isLater = (slot: number) =>
    (columns.updatedAt[slot] ?? 0) - (columns.endedAt[slot] ?? Number.NaN) > SAME_WRITE_MS;
  return {
    test(slot) {
      const known = table[columns.combination[slot] ?? -1];
      return known === 2 || (known === 1 && isLater(slot));
    },
    narrow(map) {
      const { combination } = columns;
      for (let slot = 0; slot < map.length; slot++) {
        const known = table[combination[slot] ?? -1];
        if (known !== 2 && !(known === 1 && isLater(slot))) map[slot] = 0;
      }
    },
  };
}

function isChanged(record: SessionRecord): boolean {
  const filter: SearchFilter = { key: "is", values: ["changed-after-end"], negated: false };
  return matchesFilter(filter, record, new Date(LATER));
}

/** Written so shortly after the end, it is the end's own write; as `lib/domain/cause.ts` has it. */
const SAME_WRITE_MS = 5_000;
const LATER = new Date(3_600_000).toISOString();
