import "server-only";
import type { SearchTerm, TimeRange } from "@/lib/domain/search/query";
import { type CombinationTest, toHasTest, toIsTest, toOpenTest } from "./combination-tests";
import type { SessionImage } from "./image/session-image";

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
  /** Set where these alone can pass, and are few. Some may be of sessions that are gone. */
  among?: readonly number[];
  /**
   * Set where it is known how many living sessions of each combination pass, without a look at them;
   * null where that would take one after all.
   */
  countAll?: () => number[] | null;
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
 * What a term asks for: of the combination, which is looked at once for all that have it, of each
 * session, or both. `now` decides what is overdue.
 */
export type TermTest = { combination?: CombinationTest; slot?: SlotFilter };

type RowTerm = Extract<SearchTerm, { key: "created" | "ended" | "has" | "is" }>;

/** The terms that no single dictionary answers; free words are looked for elsewhere. */
export function isRowTerm(term: SearchTerm): term is RowTerm {
  return ["created", "ended", "has", "is"].includes(term.key);
}

export function toTermTest(term: RowTerm, image: SessionImage, now: Date): TermTest {
  const { negated } = term;
  if (term.key === "has") {
    return toCombinationTest(
      term.values.map((value) => toHasTest(value, image)),
      negated,
    );
  }
  if (term.key === "is") return toIsTermTest(term, image, now);
  const column = term.key === "created" ? "createdAt" : "endedAt";
  const filters = term.ranges.map((range) => toTimeFilter(range, image, column));
  return toSlotTest(filters, negated);
}

function toIsTermTest(
  { values, negated }: Extract<RowTerm, { key: "is" }>,
  image: SessionImage,
  now: Date,
): TermTest {
  const others = values.filter((value) => value !== "overdue");
  const tests = others.map((value) => toIsTest(value, image));
  if (others.length === values.length) return toCombinationTest(tests, negated);
  // Up to and with this moment; times are whole milliseconds.
  const high = now.getTime() + 1;
  const late = toSpanFilter(image, "expiresAt", Number.NEGATIVE_INFINITY, high);
  const isOpenAt = toOpenTest(image);
  if (others.length === 0 && !negated) return { combination: isOpenAt, slot: late };
  // Not the array itself: another one takes its place when the image grows.
  const { columns } = image;
  const fits: SlotTest = (slot) => {
    const place = columns.combination[slot] ?? -1;
    return (isOpenAt(place) && late.test(slot)) || tests.some((test) => test(place));
  };
  return { slot: toFilter((slot) => fits(slot) !== negated) };
}

/** What passes one of the tests, or none of them where `negated`. */
function toCombinationTest(tests: readonly CombinationTest[], negated: boolean): TermTest {
  return { combination: (place) => tests.some((test) => test(place)) !== negated };
}

function toSlotTest(filters: readonly SlotFilter[], negated: boolean): TermTest {
  const [only, ...others] = filters;
  if (only && others.length === 0 && !negated) return { slot: only };
  return { slot: toFilter((slot) => filters.some(({ test }) => test(slot)) !== negated) };
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
