import "server-only";
import { LRUCache } from "lru-cache";
import { toNeedle } from "./image/redirect-texts";
import type { SessionImage } from "./image/session-image";

/** One byte per slot and word. */
const WORDS_KEPT = 16;

type Kept = { version: number; marks: LRUCache<string, Promise<Uint8Array> | Uint8Array> };

const kept = new WeakMap<SessionImage, Kept>();

/** Which slots' redirect URLs hold the word, where that was worked out before. */
export function findMarks(image: SessionImage, folded: string): Uint8Array | null {
  const known = marksOf(image).get(folded);
  return known instanceof Uint8Array ? known : null;
}

/** The same, worked out now where need be: some 100 ms for a million sessions. */
export async function makeMarks(image: SessionImage, folded: string): Promise<Uint8Array> {
  const all = marksOf(image);
  const known = all.get(folded);
  if (known !== undefined) return known;
  const making = mark(image, folded);
  all.set(folded, making);
  const marks = await making;
  all.set(folded, marks);
  return marks;
}

async function mark(image: SessionImage, folded: string): Promise<Uint8Array> {
  const marks = new Uint8Array(image.columns.length);
  await image.redirectTexts.markHolders(toNeedle(folded), marks);
  return marks;
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
