import "server-only";

/**
 * Which groups of texts could hold a word: for each group of 32 texts, one bit for each hash of three
 * neighbouring bytes that is in any of them (some 16 MB for a million texts). A word of five bytes
 * leaves one group in a few hundred over, and whoever asks looks through these. A trigram index in the
 * database does the same, and makes every row that is written to it twice as dear.
 */
export type TextSignatures = {
  /** `entry` counts texts in the order in which they were added. */
  add(entry: number, text: Uint8Array): void;
  /** Groups from `from` on that may hold the word, ascending; null where it is too short to tell. */
  findGroups(word: Uint8Array, from: number): number[] | null;
};

export const GROUP_TEXTS = 32;

const HASH_BITS = 12;
const GROUP_WORDS = 2 ** HASH_BITS / 32;
/** Groups of one block, which is as much as is added at a time. */
const BLOCK_GROUPS = 1024;

export function createTextSignatures(): TextSignatures {
  const blocks: Uint32Array[] = [];
  let groupCount = 0;
  return {
    add(entry, text) {
      const group = Math.floor(entry / GROUP_TEXTS);
      groupCount = Math.max(groupCount, group + 1);
      const at = Math.floor(group / BLOCK_GROUPS);
      while (blocks.length <= at) blocks.push(new Uint32Array(BLOCK_GROUPS * GROUP_WORDS));
      const first = (group % BLOCK_GROUPS) * GROUP_WORDS;
      const block = blocks[at];
      if (block) setHashes(block, first, text);
    },
    findGroups(word, from) {
      if (word.length < 3) return null;
      const hashes = toHashes(word);
      const found: number[] = [];
      for (let group = from; group < groupCount; group++) {
        const block = blocks[Math.floor(group / BLOCK_GROUPS)];
        if (block && holdsAll(block, (group % BLOCK_GROUPS) * GROUP_WORDS, hashes)) {
          found.push(group);
        }
      }
      return found;
    },
  };
}

function setHashes(block: Uint32Array, first: number, text: Uint8Array): void {
  for (let at = 0; at + 2 < text.length; at++) {
    const hash = hashAt(text, at);
    const place = first + (hash >>> 5);
    block[place] = (block[place] ?? 0) | (1 << (hash & 31));
  }
}

function holdsAll(block: Uint32Array, first: number, hashes: Uint16Array): boolean {
  for (const hash of hashes) {
    if (((block[first + (hash >>> 5)] ?? 0) & (1 << (hash & 31))) === 0) return false;
  }
  return true;
}

function toHashes(word: Uint8Array): Uint16Array {
  return Uint16Array.from({ length: word.length - 2 }, (_, at) => hashAt(word, at));
}

/** Three bytes spread over the bits by Knuth's multiplicative hashing. */
function hashAt(bytes: Uint8Array, at: number): number {
  const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  return Math.imul(three, 0x9e37_79b1) >>> (32 - HASH_BITS);
}
