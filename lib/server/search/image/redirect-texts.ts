import "server-only";
import { createTextSignatures, GROUP_TEXTS } from "./text-signatures";

/**
 * The searchable texts of redirect URLs, as the table's `search_text` holds them, one after the other
 * in one piece of memory (some 60 MB for a million sessions). A word that many sessions hold is
 * looked for row by row in the order of the list, a rare one in the few groups of texts that may hold
 * it by their signatures.
 */
export type RedirectTexts = {
  /** `null` for a session without a redirect URL. */
  set(slot: number, text: Uint8Array | null): void;
  holds(slot: number, word: Needle): boolean;
  /**
   * The slots that hold the word, among the texts that came after the first `from`; null where they are more
   * than `max` or the word is too short to tell.
   */
  findHolders(word: Needle, max: number, from?: number): number[] | null;
  /** Marks with 1 the slots that hold the word, and lets others have their turn in between. */
  markHolders(word: Needle, marks: Uint8Array): Promise<void>;
  /** How many texts have come, those that are gone included. */
  size(): number;
  /** Grows when a text that was there has changed. */
  version(): number;
};

/** A folded word, ready to be looked for. */
export type Needle = { bytes: Buffer; latin1: string };

/** Bytes that are searched through at a time: a few milliseconds. */
const WINDOW_BYTES = 4 * 1024 * 1024;
const NO_ENTRY = 0xffff_ffff;

export function toNeedle(folded: string): Needle {
  const bytes = Buffer.from(folded, "utf8");
  return { bytes, latin1: bytes.toString("latin1") };
}

export function createRedirectTexts(capacity: number): RedirectTexts {
  let bytes: Buffer = Buffer.allocUnsafeSlow(capacity * 64);
  /** Where each text begins, and at last where the next one will. */
  let starts = new Uint32Array(capacity + 1);
  let slotOfEntry = new Uint32Array(capacity);
  let entryOfSlot = new Uint32Array(capacity).fill(NO_ENTRY);
  const signatures = createTextSignatures();
  let count = 0;
  let version = 0;

  function entryAt(position: number): number {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function append(slot: number, text: Uint8Array): void {
    const start = starts[count] ?? 0;
    // A byte that no text holds stands between two, so that no word is found across them.
    const end = start + text.length + 1;
    if (end > bytes.length) bytes = growBuffer(bytes, end);
    bytes.set(text, start);
    bytes[end - 1] = 0;
    if (count + 1 >= starts.length) {
      starts = growArray(starts, count + 2, 0);
      slotOfEntry = growArray(slotOfEntry, count + 2, 0);
    }
    starts[count + 1] = end;
    signatures.add(count, text);
    slotOfEntry[count] = slot;
    entryOfSlot[slot] = count++;
  }

  /** Calls `found` for each slot whose text, one of these entries, holds the word. */
  function eachHolder(
    word: Needle,
    { from, before }: { from: number; before: number },
    found: (slot: number) => void,
  ): void {
    const first = starts[from] ?? 0;
    const window = bytes.subarray(first, starts[before]);
    for (let entry = from; entry < before; entry++) {
      const at = window.indexOf(word.bytes, (starts[entry] ?? 0) - first);
      if (at === -1) return;
      entry = entryAt(first + at);
      const slot = slotOfEntry[entry] ?? 0;
      if (entryOfSlot[slot] === entry) found(slot);
    }
  }

  return {
    set(slot, text) {
      if (slot >= entryOfSlot.length) entryOfSlot = growArray(entryOfSlot, slot + 1, NO_ENTRY);
      const entry = entryOfSlot[slot] ?? NO_ENTRY;
      if (entry === NO_ENTRY && text === null) return;
      if (entry !== NO_ENTRY) {
        const old = bytes.subarray(starts[entry], (starts[entry + 1] ?? 1) - 1);
        if (text !== null && old.equals(text)) return;
        version += 1;
        entryOfSlot[slot] = NO_ENTRY;
      }
      if (text !== null) append(slot, text);
    },
    holds(slot, { latin1 }) {
      const entry = entryOfSlot[slot] ?? NO_ENTRY;
      if (entry === NO_ENTRY) return false;
      return bytes.toString("latin1", starts[entry], (starts[entry + 1] ?? 1) - 1).includes(latin1);
    },
    findHolders(word, max, from = 0) {
      const groups = signatures.findGroups(word.bytes, Math.floor(from / GROUP_TEXTS));
      if (groups === null) return null;
      const slots: number[] = [];
      for (const group of groups) {
        const first = Math.max(group * GROUP_TEXTS, from);
        const before = Math.min((group + 1) * GROUP_TEXTS, count);
        eachHolder(word, { from: first, before }, (slot) => slots.push(slot));
        if (slots.length > max) return null;
      }
      return slots;
    },
    async markHolders(word, marks) {
      for (let from = 0; from < count; ) {
        const before = Math.max(entryAt((starts[from] ?? 0) + WINDOW_BYTES), from + 1);
        eachHolder(word, { from, before }, (slot) => {
          marks[slot] = 1;
        });
        from = before;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    size: () => count,
    version: () => version,
  };
}

function growBuffer(bytes: Buffer, needed: number): Buffer {
  const grown = Buffer.allocUnsafeSlow(Math.ceil(needed * 1.25) + 65_536);
  bytes.copy(grown);
  return grown;
}

function growArray(
  array: Uint32Array<ArrayBuffer>,
  needed: number,
  fill: number,
): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(Math.ceil(needed * 1.25) + 1024).fill(fill, array.length);
  grown.set(array);
  return grown;
}
