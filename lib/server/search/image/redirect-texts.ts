import "server-only";

/**
 * The searchable texts of redirect URLs, as the table's `search_text` holds them, one after the other
 * in one piece of memory (some 60 MB for a million sessions). A word that many sessions hold is
 * looked for here, row by row in the order of the list, forty times faster than in the table.
 */
export type RedirectTexts = {
  /** `null` for a session without a redirect URL. */
  set(slot: number, text: Uint8Array | null): void;
  holds(slot: number, word: Needle): boolean;
  /** Marks with 1 the slots that hold the word, and lets others have their turn in between. */
  markHolders(word: Needle, marks: Uint8Array): Promise<void>;
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
    slotOfEntry[count] = slot;
    entryOfSlot[slot] = count++;
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
    async markHolders(word, marks) {
      for (let entry = 0; entry < count; ) {
        const last = entryAt((starts[entry] ?? 0) + WINDOW_BYTES);
        const next = Math.max(last, entry + 1);
        for (let at = findFrom(entry, next); at !== -1; at = findFrom(at + 1, next)) {
          const slot = slotOfEntry[at] ?? 0;
          if (entryOfSlot[slot] === at) marks[slot] = 1;
        }
        entry = next;
        await new Promise((resolve) => setImmediate(resolve));
      }

      function findFrom(entry: number, before: number): number {
        const from = starts[entry] ?? 0;
        const window = bytes.subarray(from, starts[before]);
        const found = entry < before ? window.indexOf(word.bytes) : -1;
        return found === -1 ? -1 : entryAt(from + found);
      }
    },
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
