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

type RowTerm = Extract<SearchTerm, { key: "created" | "ended" | "has" | "is" }>;

/** The terms that no single dictionary answers; free words are looked for elsewhere. */
export function isRowTerm(term: SearchTerm): term is RowTerm {
  return ["created", "ended", "has", "is"].includes(term.key);
}

/** `now` decides what is overdue. */
export function toSlotTest(term: RowTerm, image: SessionImage, now: Date): SlotTest {
  const tests = toTests(term, image, now);
  const { negated } = term;
  const [only, ...others] = tests;
  // By far the most frequent case, and this runs a million times.
  if (only && others.length === 0 && !negated) return only;
  return (slot) => tests.some((test) => test(slot)) !== negated;
}

function toTests(term: RowTerm, image: SessionImage, now: Date): SlotTest[] {
  switch (term.key) {
    case "created":
      return term.ranges.map((range) => toTimeTest(range, image, "createdAt"));
    case "ended":
      return term.ranges.map((range) => toTimeTest(range, image, "endedAt"));
    case "has":
      return term.values.map((value) => toHasTest(value, image));
    case "is":
      return term.values.map((value) => toIsTest(value, image, now));
  }
}

/** No comparison holds for NaN, so a session without an end is in no stretch of time. */
function toTimeTest(
  { from, before }: TimeRange,
  { columns }: SessionImage,
  column: "createdAt" | "endedAt",
): SlotTest {
  const low = from === null ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const high = before === null ? Number.POSITIVE_INFINITY : Date.parse(before);
  return (slot) => {
    const at = columns[column][slot] ?? Number.NaN;
    return at >= low && at < high;
  };
}

function toHasTest(value: HasValue, { columns, dictionaries }: SessionImage): SlotTest {
  switch (value) {
    case "redirect":
      return (slot) => columns.hasRedirect[slot] === 1;
    case "code": {
      const has = dictionaries.kinds.entries.map(({ failureCode }) => failureCode !== null);
      return (slot) => has[columns.kind[slot] ?? -1] === true;
    }
    case "webhook": {
      const has = dictionaries.webhooks.entries.map((ids) => ids !== null);
      return (slot) => has[columns.webhooks[slot] ?? -1] === true;
    }
    case "claims": {
      const has = dictionaries.claims.entries.map((keys) => keys.length > 0);
      return (slot) => has[columns.claims[slot] ?? -1] === true;
    }
  }
}

function toIsTest(value: IsValue, image: SessionImage, now: Date): SlotTest {
  const { columns } = image;
  const nowMs = now.getTime();
  switch (value) {
    case "open":
      return toOpenTest(image);
    case "ended": {
      const isOpenSlot = toOpenTest(image);
      return (slot) => !isOpenSlot(slot);
    }
    case "overdue": {
      const isOpenSlot = toOpenTest(image);
      return (slot) => (columns.expiresAt[slot] ?? Number.NaN) <= nowMs && isOpenSlot(slot);
    }
    case "changed-after-end":
      return toChangedTest(image);
  }
}

/** A status that the desk does not know counts as open while there is no end. */
function toOpenTest({ columns, dictionaries }: SessionImage): SlotTest {
  const withoutEnd = dictionaries.kinds.entries.map(({ status }) =>
    isOpen({ status, completed_at: null }),
  );
  const withEnd = dictionaries.kinds.entries.map(({ status }) =>
    isOpen({ status, completed_at: LONG_AGO }),
  );
  return (slot) => {
    const kind = columns.kind[slot] ?? -1;
    return (Number.isNaN(columns.endedAt[slot]) ? withoutEnd[kind] : withEnd[kind]) === true;
  };
}

/**
 * What the record of a kind says alone, and what it says where the record was written again some
 * time after its end, are asked of the domain; how long after is compared here.
 */
function toChangedTest({ columns, dictionaries }: SessionImage): SlotTest {
  const records = dictionaries.kinds.entries.map(toKindRecord);
  const surely = records.map((record) => isChanged({ ...record, completed_at: null }));
  const ifLater = records.map((record) =>
    isChanged({ ...record, completed_at: LONG_AGO, updated_at: LATER }),
  );
  return (slot) => {
    const kind = columns.kind[slot] ?? -1;
    if (surely[kind] === true) return true;
    const afterMs = (columns.updatedAt[slot] ?? 0) - (columns.endedAt[slot] ?? Number.NaN);
    return ifLater[kind] === true && afterMs > SAME_WRITE_MS;
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
