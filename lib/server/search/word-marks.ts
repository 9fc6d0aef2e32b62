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
  const making = mark(image, folded);
  all.set(folded, making);
  const marks = await making;
  all.set(folded, { marks });
  return marks;
}

async function mark(image: SessionImage, folded: string): Promise<Marks> {
  const bytes = new Uint8Array(image.columns.length);
  await image.redirectTexts.markHolders(toNeedle(folded), bytes);
  return { bytes, slots: toList(bytes) };
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
  return marks;
}
