import "server-only";
import type { Db } from "../db/db";
import { askForHolders, findIdHolders } from "./id-holders";
import { toNeedle } from "./image/redirect-texts";
import type { SessionImage } from "./image/session-image";
import { type SlotFilter, type SlotTest, toFilter } from "./row-tests";
import { toSample } from "./sample";
import { findUrlHolders } from "./url-holders";
import { findMarks, type Marks, makeMarks } from "./word-marks";

/** Which sessions hold a folded word in their id or their redirect URL. */
export type WordMatch =
  /** These, and no other. */
  | { kind: "few"; slots: ReadonlySet<number> }
  /** So many that each is tested when its turn comes; `mark` makes the test quicker for all. */
  | { kind: "many"; filter: SlotFilter; isMarked: boolean; mark: () => Promise<SlotFilter> }
  /** One or two letters, which too many ids may hold: the table is asked when their turn comes. */
  | { kind: "short"; mayHold: SlotTest; keepHolders: KeepSlots };

/** Those of the slots that fit, in their order. */
export type KeepSlots = (slots: readonly number[]) => Promise<number[]>;

export type WordLimits = {
  /** More sessions than this are not gathered for one word. */
  fewMax: number;
  /** A word in more than this part of the redirect URLs is held by many. */
  manyShare: number;
};

export const WORD_LIMITS: WordLimits = { fewMax: 10_000, manyShare: 0.004 };

/** Slots in 32 bits. */
const GROUP = Uint32Array.BYTES_PER_ELEMENT;

/** Sessions without a mark yet that are worth a list. */
const ADDED_MAX = 10_000;

export async function matchWord(
  db: Db,
  image: SessionImage,
  folded: string,
  limits: WordLimits = WORD_LIMITS,
): Promise<WordMatch> {
  const byId = await findIdHolders(db, image, folded);
  if (byId === null) return toShort(db, image, folded);
  const marks = findMarks(image, folded);
  // Marked before means held by many, and spares a look at the sample.
  if (marks !== null) return toMany(image, folded, byId, marks);
  const needle = toNeedle(folded);
  const { redirectTexts } = image;
  const sample = toSample(image);
  const share =
    sample.filter((slot) => redirectTexts.holds(slot, needle)).length / Math.max(1, sample.length);
  if (share <= limits.manyShare) {
    const byUrl = findUrlHolders(image, folded, limits.fewMax);
    if (byUrl !== null) return { kind: "few", slots: new Set([...byId, ...byUrl]) };
  }
  return toMany(image, folded, byId, null);
}

function toMany(
  image: SessionImage,
  folded: string,
  byId: ReadonlySet<number>,
  marks: Marks | null,
): WordMatch {
  const needle = toNeedle(folded);
  const { redirectTexts } = image;
  const holdsSlowly: SlotTest = (slot) => byId.has(slot) || redirectTexts.holds(slot, needle);
  const hasFewAdded = (marks: Uint8Array) => image.columns.length - marks.length <= ADDED_MAX;
  const withMarks = ({ bytes: marks, slots, counts }: Marks): SlotFilter => {
    // What was added since has no mark yet.
    const test: SlotTest = (slot) =>
      slot < marks.length ? marks[slot] === 1 || byId.has(slot) : holdsSlowly(slot);
    /** Those that may hold the word and have no mark. */
    const toOthers = () => {
      const unmarked = [...byId].filter((slot) => slot < marks.length && marks[slot] !== 1);
      return [...unmarked, ...toRange(marks.length, image.columns.length)];
    };
    return {
      test,
      ...(slots && hasFewAdded(marks) && { among: [...slots, ...toOthers()] }),
      countAll() {
        if (!hasFewAdded(marks)) return null;
        const { combination, isLive } = image.columns;
        const all = image.combinations.counts.map((_, place) => counts[place] ?? 0);
        for (const slot of toOthers()) {
          const place = combination[slot] ?? 0;
          if (isLive[slot] === 1 && test(slot)) all[place] = (all[place] ?? 0) + 1;
        }
        return all;
      },
      narrow(map) {
        const kept = [...byId].filter((slot) => map[slot] === 1);
        const marked = Math.min(marks.length, map.length);
        keepMarked(map, marks, marked);
        for (let slot = marked; slot < map.length; slot++) if (!test(slot)) map[slot] = 0;
        for (const slot of kept) map[slot] = 1;
      },
    };
  };
  return {
    kind: "many",
    filter: marks === null ? toFilter(holdsSlowly) : withMarks(marks),
    isMarked: marks !== null,
    mark: async () => withMarks(await makeMarks(image, folded)),
  };
}

/** Both hold 0 or 1 for each slot, so four at once: one by one it takes five times as long. */
function keepMarked(map: Uint8Array, marks: Uint8Array, size: number): void {
  const whole = Math.floor(size / GROUP);
  const groups = new Uint32Array(map.buffer, map.byteOffset, whole);
  const wanted = new Uint32Array(marks.buffer, marks.byteOffset, whole);
  for (let at = 0; at < whole; at++) groups[at] = (groups[at] ?? 0) & (wanted[at] ?? 0);
  for (let slot = whole * GROUP; slot < size; slot++) if (marks[slot] !== 1) map[slot] = 0;
}

function toRange(from: number, before: number): number[] {
  return Array.from({ length: Math.max(0, before - from) }, (_, at) => from + at);
}

function toShort(db: Db, image: SessionImage, folded: string): WordMatch {
  const needle = toNeedle(folded);
  const { idSignatures, redirectTexts } = image;
  const mayHoldInId = idSignatures.toMayHold(folded);
  const holdsInUrl: SlotTest = (slot) => redirectTexts.holds(slot, needle);
  return {
    kind: "short",
    mayHold: (slot) => mayHoldInId(slot) || holdsInUrl(slot),
    async keepHolders(slots) {
      const inUrl = new Set(slots.filter(holdsInUrl));
      const others = slots.filter((slot) => !inUrl.has(slot) && mayHoldInId(slot));
      const inId = await askForHolders(db, image, { folded, slots: others });
      return slots.filter((slot) => inUrl.has(slot) || inId.has(slot));
    },
  };
}
