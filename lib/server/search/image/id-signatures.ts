import "server-only";

/**
 * Which sessions could hold a text within their id: for each pair of neighbouring characters, one bit
 * per slot. Ids are random, so four characters leave one id in two thousand over and each further one
 * a fraction of that; whoever asks compares these few. A trigram index on a million random ids would
 * take six times the room and make every write to the table twice as dear.
 */
export type IdSignatures = {
  /** The id is one of printable ASCII. */
  add(slot: number, id: string): void;
  /** Slots that may hold the text, ascending; null where it is so short that most would. */
  findCandidates(text: string): number[] | null;
  /** Which slots may hold the text, to be asked one by one: of two characters, one in twelve. */
  toMayHold(text: string): (slot: number) => boolean;
};

/** Characters fall into classes, so that pairs take less room: 98 MB for a million sessions. */
const CLASSES = 28;
const PAIRS = CLASSES * CLASSES;
/** Slots of one block, which is as much as is added at a time. */
const BLOCK_SLOTS = 32_768;
const BLOCK_WORDS = BLOCK_SLOTS / 32;
const LENGTH_MIN = 3;

export function createIdSignatures(): IdSignatures {
  /** By block; in a block pair after pair, each with one bit per slot. */
  const blocks: Uint32Array[] = [];
  /** Which characters any id has, in small letters: most that a word may hold are in none. */
  const isSeen = new Uint8Array(128);
  return {
    add(slot, id) {
      const at = Math.floor(slot / BLOCK_SLOTS);
      while (blocks.length <= at) blocks.push(new Uint32Array(PAIRS * BLOCK_WORDS));
      const block = blocks[at];
      if (block) setPairs(block, slot % BLOCK_SLOTS, id, isSeen);
    },
    findCandidates(text) {
      const codes = toCodes(text);
      if (!codes.every((code) => isSeen[code] === 1)) return [];
      if (text.length < LENGTH_MIN) return null;
      const pairs = toPairs(codes);
      return blocks.flatMap((block, at) => findInBlock(block, at * BLOCK_SLOTS, pairs));
    },
    toMayHold(text) {
      const pairs = toPairs(toCodes(text));
      return (slot) => {
        const block = blocks[Math.floor(slot / BLOCK_SLOTS)];
        return block !== undefined && hasPairs(block, slot % BLOCK_SLOTS, pairs);
      };
    },
  };
}

function setPairs(block: Uint32Array, slot: number, id: string, isSeen: Uint8Array): void {
  const word = slot >>> 5;
  const bit = 1 << (slot & 31);
  let before = -1;
  for (let at = 0; at < id.length; at++) {
    const code = toSmall(id.charCodeAt(at));
    isSeen[code] = 1;
    if (before !== -1) {
      const place = toPair(before, code) * BLOCK_WORDS + word;
      block[place] = (block[place] ?? 0) | bit;
    }
    before = code;
  }
}

function findInBlock(block: Uint32Array, firstSlot: number, pairs: readonly number[]): number[] {
  const found: number[] = [];
  for (let word = 0; word < BLOCK_WORDS; word++) {
    let bits = -1;
    for (const pair of pairs) {
      bits &= block[pair * BLOCK_WORDS + word] ?? 0;
      if (bits === 0) break;
    }
    for (; bits !== 0; bits &= bits - 1) {
      found.push(firstSlot + word * 32 + 31 - Math.clz32(bits & -bits));
    }
  }
  return found;
}

function hasPairs(block: Uint32Array, slot: number, pairs: readonly number[]): boolean {
  const word = slot >>> 5;
  const bit = 1 << (slot & 31);
  return pairs.every((pair) => ((block[pair * BLOCK_WORDS + word] ?? 0) & bit) !== 0);
}

/** In small letters, as the search has them. */
function toCodes(text: string): number[] {
  return Array.from(text, (character) => toSmall(character.codePointAt(0) ?? 0));
}

function toPairs(text: readonly number[]): number[] {
  const pairs = new Set<number>();
  for (let at = 1; at < text.length; at++) pairs.add(toPair(text[at - 1] ?? 0, text[at] ?? 0));
  return [...pairs];
}

function toPair(first: number, second: number): number {
  return toClass(first) * CLASSES + toClass(second);
}

function toClass(code: number): number {
  return code % CLASSES;
}

/** Small and capital letters count the same, as they do in the search. */
function toSmall(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
