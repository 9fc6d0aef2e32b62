import "server-only";
import type { SearchTerm } from "@/lib/domain/search/query";
import type { SessionImage } from "./image/session-image";
import { DIMENSIONS, type Dimension, type Mask, toMask } from "./masks";
import { isRowTerm, type SlotFilter, type SlotTest, toSlotFilter } from "./row-tests";

/** A search made ready for one image: small tables to look up and tests to run, slot by slot. */
export type CompiledQuery = {
  image: SessionImage;
  terms: readonly SearchTerm[];
  masks: Record<Dimension, Mask>;
  /** What no dictionary answers alone. */
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
  return {
    image,
    terms,
    masks: {
      kind: maskOf("kind"),
      claims: maskOf("claims"),
      webhooks: maskOf("webhooks"),
      host: maskOf("host"),
    },
    filters: [...filters, ...terms.filter(isRowTerm).map((term) => toSlotFilter(term, image, now))],
    only,
    created: toCreatedSpan(terms),
  };
}

/** Whether the session in a slot fits the whole query. */
export function toAccept({ image, masks, filters, only }: CompiledQuery): SlotTest {
  const { columns } = image;
  const { kind, claims, webhooks, host } = masks;
  return (slot) =>
    columns.isLive[slot] === 1 &&
    kind[columns.kind[slot] ?? -1] === 1 &&
    host[columns.host[slot] ?? -1] === 1 &&
    claims[columns.claims[slot] ?? -1] === 1 &&
    webhooks[columns.webhooks[slot] ?? -1] === 1 &&
    (only === null || only.has(slot)) &&
    passesAll(filters, slot);
}

/** Whether the session fits but for one dimension at most, which is what the facets count. */
export function toAcceptNearly({ image, masks, filters, only }: CompiledQuery): SlotTest {
  const { columns } = image;
  return (slot) => {
    if (columns.isLive[slot] !== 1 || !(only === null || only.has(slot))) return false;
    let misses = 0;
    for (const dimension of DIMENSIONS) {
      if (masks[dimension][columns[dimension][slot] ?? -1] !== 1) misses += 1;
    }
    return misses <= 1 && passesAll(filters, slot);
  };
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
