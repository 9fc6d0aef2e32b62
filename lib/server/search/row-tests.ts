import "server-only";
import { matchesFilter } from "@/lib/domain/search/match";
import type {
  HasValue,
  IsValue,
  SearchFilter,
  SearchTerm,
  TimeRange,
} from "@/lib/domain/search/query";
import { isOpen, type SessionRecord } from "@/lib/domain/session";
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
};

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

type RowTerm = Extract<SearchTerm, { key: "created" | "ended" | "has" | "is" }>;

/** The terms that no single dictionary answers; free words are looked for elsewhere. */
export function isRowTerm(term: SearchTerm): term is RowTerm {
  return ["created", "ended", "has", "is"].includes(term.key);
}

/** `now` decides what is overdue. */
export function toSlotFilter(term: RowTerm, image: SessionImage, now: Date): SlotFilter {
  const filters = toFilters(term, image, now);
  const { negated } = term;
  const [only, ...others] = filters;
  if (only && others.length === 0 && !negated) return only;
  return toFilter((slot) => filters.some(({ test }) => test(slot)) !== negated);
}

function toFilters(term: RowTerm, image: SessionImage, now: Date): SlotFilter[] {
  switch (term.key) {
    case "created":
      return term.ranges.map((range) => toTimeFilter(range, image, "createdAt"));
    case "ended":
      return term.ranges.map((range) => toTimeFilter(range, image, "endedAt"));
    case "has":
      return term.values.map((value) => toHasFilter(value, image));
    case "is":
      return term.values.map((value) => toIsFilter(value, image, now));
  }
}

function toTimeFilter(
  { from, before }: TimeRange,
  image: SessionImage,
  column: "createdAt" | "endedAt",
): SlotFilter {
  const low = from === null ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const high = before === null ? Number.POSITIVE_INFINITY : Date.parse(before);
  return toSpanFilter(image, column, low, high);
}

/** No comparison holds for NaN, so a session without that moment is in no stretch of time. */
function toSpanFilter(
  { columns }: SessionImage,
  column: "createdAt" | "endedAt" | "expiresAt",
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
        const at = times[slot] ?? Number.NaN;
        if (!(at >= low && at < high)) map[slot] = 0;
      }
    },
  };
}

/** By a table that says 1 for each entry of a dictionary that fits. */
function toTableFilter(
  { columns }: SessionImage,
  column: "kind" | "claims" | "webhooks",
  table: Uint8Array,
): SlotFilter {
  return {
    test: (slot) => table[columns[column][slot] ?? -1] === 1,
    narrow(map) {
      const entries = columns[column];
      for (let slot = 0; slot < map.length; slot++) {
        if (table[entries[slot] ?? -1] !== 1) map[slot] = 0;
      }
    },
  };
}

function toTable<T>(entries: readonly T[], fits: (entry: T) => boolean): Uint8Array {
  return Uint8Array.from(entries, (entry) => Number(fits(entry)));
}

function toHasFilter(value: HasValue, image: SessionImage): SlotFilter {
  const { columns, dictionaries } = image;
  switch (value) {
    case "redirect":
      return {
        test: (slot) => columns.hasRedirect[slot] === 1,
        narrow(map) {
          for (let slot = 0; slot < map.length; slot++) {
            if (columns.hasRedirect[slot] !== 1) map[slot] = 0;
          }
        },
      };
    case "code": {
      const table = toTable(dictionaries.kinds.entries, ({ failureCode }) => failureCode !== null);
      return toTableFilter(image, "kind", table);
    }
    case "webhook":
      return toTableFilter(
        image,
        "webhooks",
        toTable(dictionaries.webhooks.entries, (ids) => ids !== null),
      );
    case "claims":
      return toTableFilter(
        image,
        "claims",
        toTable(dictionaries.claims.entries, (keys) => keys.length > 0),
      );
  }
}

function toIsFilter(value: IsValue, image: SessionImage, now: Date): SlotFilter {
  switch (value) {
    case "open":
      return toOpenFilter(image, true);
    case "ended":
      return toOpenFilter(image, false);
    case "overdue": {
      // Up to and with this moment; times are whole milliseconds.
      const high = now.getTime() + 1;
      return both(
        toSpanFilter(image, "expiresAt", Number.NEGATIVE_INFINITY, high),
        toOpenFilter(image, true),
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

/** A status that the desk does not know counts as open while there is no end. */
function toOpenFilter({ columns, dictionaries }: SessionImage, wanted: boolean): SlotFilter {
  const toTableWith = (completed_at: string | null) =>
    toTable(
      dictionaries.kinds.entries,
      ({ status }) => isOpen({ status, completed_at }) === wanted,
    );
  const withoutEnd = toTableWith(null);
  const withEnd = toTableWith(LONG_AGO);
  return {
    test(slot) {
      const kind = columns.kind[slot] ?? -1;
      return (Number.isNaN(columns.endedAt[slot]) ? withoutEnd[kind] : withEnd[kind]) === 1;
    },
    narrow(map) {
      const { kind: kinds, endedAt } = columns;
      for (let slot = 0; slot < map.length; slot++) {
        const kind = kinds[slot] ?? -1;
        const fits = Number.isNaN(endedAt[slot]) ? withoutEnd[kind] : withEnd[kind];
        if (fits !== 1) map[slot] = 0;
      }
    },
  };
}

/**
 * What the record of a kind says alone, and what it says where the record was written again some
 * time after its end, are asked of the domain; how long after is compared here.
 */
function toChangedFilter({ columns, dictionaries }: SessionImage): SlotFilter {
  const records = dictionaries.kinds.entries.map(toKindRecord);
  const surely = toTable(records, (record) => isChanged({ ...record, completed_at: null }));
  const ifLater = toTable(records, (record) =>
    isChanged({ ...record, completed_at: LONG_AGO, updated_at: LATER }),
  );
  const test: SlotTest = (slot) => {
    const kind = columns.kind[slot] ?? -1;
    if (surely[kind] === 1) return true;
    if (ifLater[kind] !== 1) return false;
    return (columns.updatedAt[slot] ?? 0) - (columns.endedAt[slot] ?? Number.NaN) > SAME_WRITE_MS;
  };
  return {
    test,
    narrow(map) {
      // This loop alone calls it, so it costs no more than its own work.
      for (let slot = 0; slot < map.length; slot++) if (!test(slot)) map[slot] = 0;
    },
  };
}

function isChanged(record: SessionRecord): boolean {
  const filter: SearchFilter = { key: "is", values: ["changed-after-end"], negated: false };
  return matchesFilter(filter, record, new Date(LATER));
}

/** Written so shortly after the end, it is the end's own write; as `lib/domain/cause.ts` has it. */
const SAME_WRITE_MS = 5_000;
const LONG_AGO = new Date(0).toISOString();
const LATER = new Date(3_600_000).toISOString();
