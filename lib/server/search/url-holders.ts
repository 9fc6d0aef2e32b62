import "server-only";
import { LRUCache } from "lru-cache";
import { toNeedle } from "./image/redirect-texts";
import type { SessionImage } from "./image/session-image";

const WORDS_KEPT = 16;

/** Among the first `size` texts these hold the word. */
type Holders = { slots: readonly number[]; size: number };
type Kept = { version: number; words: LRUCache<string, Holders> };

const kept = new WeakMap<SessionImage, Kept>();

/**
 * The slots whose redirect URLs hold the folded word; null where they are more than `max`. A page, its
 * facets, the next page and each look at what is new ask for the same word, so only what has come since the
 * last time is gone through.
 */
export function findUrlHolders(
  image: SessionImage,
  folded: string,
  max: number,
): readonly number[] | null {
  const words = wordsOf(image);
  const known = words.get(folded);
  const { redirectTexts } = image;
  const size = redirectTexts.size();
  if (known?.size === size && known.slots.length <= max) return known.slots;
  const added = redirectTexts.findHolders(toNeedle(folded), max, known?.size);
  if (added === null) return null;
  const slots = [...(known?.slots ?? []), ...added];
  if (slots.length > max) return null;
  words.set(folded, { slots, size });
  return slots;
}

/** A redirect URL hardly ever changes; when one does, nothing that was found counts any more. */
function wordsOf(image: SessionImage): Kept["words"] {
  const version = image.redirectTexts.version();
  const known = kept.get(image);
  if (known?.version === version) return known.words;
  const words: Kept["words"] = new LRUCache({ max: WORDS_KEPT });
  kept.set(image, { version, words });
  return words;
}
