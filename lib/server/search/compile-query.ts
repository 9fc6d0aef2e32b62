import "server-only";
import type { SearchTerm } from "@/lib/domain/search/query";
import type { SessionImage } from "./image/session-image";
import { DIMENSIONS, type Dimension, type Mask, toMask } from "./masks";
import {
  isRowTerm,
  type SlotFilter,
  type SlotTest,
  type SpanColumn,
  toTermTest,
} from "./row-tests";

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
  /** No session outside of these stretches fits. */
  spans: Record<SpanColumn, Span>;
};

/** Milliseconds since 1970; `before` does not count. */
export type Span = { from: number; before: number };

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
  const ofPlaces = tests.flatMap((test) => test.combination ?? []);
  const ofSlots = tests.flatMap((test) => test.slot ?? []);
  const pass = new Uint8Array(image.combinations.counts.length).fill(1);
  for (const test of ofPlaces) {
    for (let place = 0; place < pass.length; place++) if (!test(place)) pass[place] = 0;
  }
  const fit = toMissesMask({ image, masks, pass }, 0);
  return {
    image,
    terms,
    masks,
    combinations: { pass, fit },
    // Times first: what the caller looks up in texts is dearer.
    filters: [...ofSlots, ...filters],
    only,
    spans: { createdAt: toSpan(terms, "created"), endedAt: toSpan(terms, "ended") },
  };
}

/** The combinations that pass and do not fit in `missesMax` dimensions at most. */
function toMissesMask(
  { image, masks, pass }: Pick<CompiledQuery, "image" | "masks"> & { pass: Mask },
  missesMax: number,
): Mask {
  const { kind, claims, webhooks, host } = image.combinations;
  return pass.map((passes, place) => {
    const fits =
      (masks.kind[kind[place] ?? 0] ?? 0) +
      (masks.claims[claims[place] ?? 0] ?? 0) +
      (masks.webhooks[webhooks[place] ?? 0] ?? 0) +
      (masks.host[host[place] ?? 0] ?? 0);
    return passes === 1 && DIMENSIONS.length - fits <= missesMax ? 1 : 0;
  });
}

/** Whether the session in a slot fits the whole query. */
export function toAccept(query: CompiledQuery): SlotTest {
  return toSlotTest(query, query.combinations.fit);
}

/** Whether the session fits but for one dimension at most, which is what the facets count. */
export function toAcceptNearly(query: CompiledQuery): SlotTest {
  const { image, masks, combinations } = query;
  return toSlotTest(query, toMissesMask({ image, masks, pass: combinations.pass }, 1));
}

/** `fit` has a byte for each combination that fits. */
function toSlotTest({ image, filters, only }: CompiledQuery, fit: Mask): SlotTest {
  const { columns } = image;
  // Asked for up to a million slots in a row.
  if (filters.length === 0 && only === null) {
    return (slot) => columns.isLive[slot] === 1 && fit[columns.combination[slot] ?? -1] === 1;
  }
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

/** What all of the terms of this key leave over together, as one stretch around it. */
function toSpan(terms: readonly SearchTerm[], key: "created" | "ended"): Span {
  let from = Number.NEGATIVE_INFINITY;
  let before = Number.POSITIVE_INFINITY;
  for (const term of terms) {
    if (term.key !== key || term.negated) continue;
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
