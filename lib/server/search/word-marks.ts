import "server-only";
import { LRUCache } from "lru-cache";
import { toNeedle } from "./image/redirect-texts";
import type { SessionImage } from "./image/session-image";

/** One byte per slot and word. */
const WORDS_KEPT = 16;

/** So many are gone through one by one; more are looked for in a map of all sessions. */
const LISTED_MAX = 20_000;

/** Which slots' redirect URLs hold a word. */
export type Marks = {
  /** One byte per slot; what was added since has none. */
  bytes: Uint8Array;
  /** The same as a list, ascending; null where they are very many. */
  slots: readonly number[] | null;
  /** How many living sessions of each combination have a mark; kept true as sessions change. */
  counts: number[];
};

type Kept = { version: number; marks: LRUCache<string, Promise<Marks> | { marks: Marks }> };

const kept = new WeakMap<SessionImage, Kept>();

/** What was worked out before for the word; null where nothing was. */
export function findMarks(image: SessionImage, folded: string): Marks | null {
  const known = marksOf(image).get(folded);
  return known && "marks" in known ? known.marks : null;
}

/** The same, worked out now where need be: some 100 ms for a million sessions. */
export async function makeMarks(image: SessionImage, folded: string): Promise<Marks> {
  const all = marksOf(image);
  const known = all.get(folded);
  if (known !== undefined) return "marks" in known ? known.marks : known;
  const making = mark(image, folded).then((marks) => {
    all.set(folded, { marks });
    return marks;
  });
  all.set(folded, making);
  return making;
}

async function mark(image: SessionImage, folded: string): Promise<Marks> {
  const bytes = new Uint8Array(image.columns.length);
  await image.redirectTexts.markHolders(toNeedle(folded), bytes);
  return { bytes, slots: toList(bytes), counts: countMarked(image, bytes) };
}

function countMarked({ columns, combinations }: SessionImage, bytes: Uint8Array): number[] {
  const { combination, isLive } = columns;
  const counts = combinations.counts.map(() => 0);
  for (let slot = 0; slot < bytes.length; slot++) {
    if (bytes[slot] === 1 && isLive[slot] === 1) addTo(counts, combination[slot] ?? 0, 1);
  }
  return counts;
}

function addTo(counts: number[], place: number, change: number): void {
  // Combinations that came since are behind the end.
  while (counts.length <= place) counts.push(0);
  counts[place] = (counts[place] ?? 0) + change;
}

function toList(bytes: Uint8Array): number[] | null {
  const slots: number[] = [];
  for (let slot = bytes.indexOf(1); slot !== -1; slot = bytes.indexOf(1, slot + 1)) {
    if (slots.push(slot) > LISTED_MAX) return null;
  }
  return slots;
}

/** A redirect URL hardly ever changes; when one does, nothing that was worked out counts any more. */
function marksOf(image: SessionImage): Kept["marks"] {
  const version = image.redirectTexts.version();
  const known = kept.get(image);
  if (known?.version === version) return known.marks;
  const marks: Kept["marks"] = new LRUCache({ max: WORDS_KEPT });
  kept.set(image, { version, marks });
  image.onCount = (slot, place, change) => {
    for (const entry of marks.values()) {
      if ("marks" in entry && entry.marks.bytes[slot] === 1) {
        addTo(entry.marks.counts, place, change);
      }
    }
  };
  return marks;
}
