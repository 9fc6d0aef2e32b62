import "server-only";
import type { SearchTerm } from "@/lib/domain/search/query";
import type { Combination } from "./image/combinations";
import type { SessionImage } from "./image/session-image";
import { DIMENSIONS, type Dimension, type Mask, toMask } from "./masks";
import { isRowTerm, type SlotFilter, type SlotTest, toTermTest } from "./row-tests";

/** A search made ready for one image: small tables to look up and tests to run, slot by slot. */
export type CompiledQuery = {
  image: SessionImage;
  terms: readonly SearchTerm[];
  masks: Record<Dimension, Mask>;
  /** One byte per combination: what passes all but the masks, and what fits them as well. */
  combinations: { pass: Mask; fit: Mask };
  /** What is to be asked of each session. */
  filters: readonly SlotFilter[];
  /** When set, no other slot can fit: what an index or a list of ids left over. */
  only: ReadonlySet<number> | null;
  /** No session outside of this stretch fits; ms since 1970, `before` does not count. */
  created: { from: number; before: number };
};

export type CompileOptions = {
  /** Decides what is overdue. */
  now: Date;
  only: ReadonlySet<number> | null;
  /** What the caller adds, such as words that were looked up. */
  filters: readonly SlotFilter[];
};

/** Free words among the terms are the caller's to look up. */
export function compileQuery(
  terms: readonly SearchTerm[],
  image: SessionImage,
  { now, only, filters }: CompileOptions,
): CompiledQuery {
  const maskOf = (dimension: Dimension) => toMask(terms, dimension, image.dictionaries);
  const masks = {
    kind: maskOf("kind"),
    claims: maskOf("claims"),
    webhooks: maskOf("webhooks"),
    host: maskOf("host"),
  };
  const tests = terms.filter(isRowTerm).map((term) => toTermTest(term, image, now));
  const ofEntries = tests.flatMap((test) => ("combination" in test ? [test.combination] : []));
  const ofSlots = tests.flatMap((test) => ("slot" in test ? [test.slot] : []));
  const { entries } = image.combinations;
  const pass = Uint8Array.from(entries, (entry) => Number(ofEntries.every((test) => test(entry))));
  const fit = pass.map((passes, place) => {
    const entry = entries[place];
    return passes === 1 && entry && countMisses(masks, entry) === 0 ? 1 : 0;
  });
  return {
    image,
    terms,
    masks,
    combinations: { pass, fit },
    filters: [...filters, ...ofSlots],
    only,
    created: toCreatedSpan(terms),
  };
}

/** In how many dimensions sessions of this combination do not fit. */
function countMisses(masks: CompiledQuery["masks"], entry: Combination): number {
  let misses = 0;
  for (const dimension of DIMENSIONS) {
    if (masks[dimension][entry[dimension]] !== 1) misses += 1;
  }
  return misses;
}

/** Whether the session in a slot fits the whole query. */
export function toAccept(query: CompiledQuery): SlotTest {
  return toSlotTest(query, query.combinations.fit);
}

/** Whether the session fits but for one dimension at most, which is what the facets count. */
export function toAcceptNearly(query: CompiledQuery): SlotTest {
  const { image, masks, combinations } = query;
  const nearly = combinations.pass.map((passes, place) => {
    const entry = image.combinations.entries[place];
    return passes === 1 && entry && countMisses(masks, entry) <= 1 ? 1 : 0;
  });
  return toSlotTest(query, nearly);
}

/** `fit` has a byte for each combination that fits. */
function toSlotTest({ image, filters, only }: CompiledQuery, fit: Mask): SlotTest {
  const { columns } = image;
  return (slot) =>
    columns.isLive[slot] === 1 &&
    fit[columns.combination[slot] ?? -1] === 1 &&
    (only === null || only.has(slot)) &&
    passesAll(filters, slot);
}

export function passesAll(filters: readonly SlotFilter[], slot: number): boolean {
  for (const { test } of filters) {
    if (!test(slot)) return false;
  }
  return true;
}

/** What all of the `created:` terms leave over together, as one stretch around it. */
function toCreatedSpan(terms: readonly SearchTerm[]): CompiledQuery["created"] {
  let from = Number.NEGATIVE_INFINITY;
  let before = Number.POSITIVE_INFINITY;
  for (const term of terms) {
    if (term.key !== "created" || term.negated) continue;
    const lows = term.ranges.map((range) => toMs(range.from, Number.NEGATIVE_INFINITY));
    const highs = term.ranges.map((range) => toMs(range.before, Number.POSITIVE_INFINITY));
    from = Math.max(from, Math.min(...lows));
    before = Math.min(before, Math.max(...highs));
  }
  return { from, before };
}

function toMs(iso: string | null, otherwise: number): number {
  return iso === null ? otherwise : Date.parse(iso);
}
