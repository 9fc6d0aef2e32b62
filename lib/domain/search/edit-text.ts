import { type Chunk, isUnclosed, splitChunks } from "./tokenize";

/** Puts `insert` in the place of a chunk. */
export function replaceChunk(text: string, { from, to }: Chunk, insert: string): string {
  return text.slice(0, from) + insert + text.slice(to);
}

/**
 * Takes a chunk out, with the blanks behind it, or those before it where it is the last. All else stays
 * byte for byte.
 */
export function removeChunk(text: string, { from, to }: Chunk): string {
  const before = text.slice(0, from);
  const after = text.slice(to).trimStart();
  return after === "" ? before.trimEnd() : before + after;
}

/**
 * Adds a chunk at the end; before the last one where that is a quotation mark never closed, which would
 * swallow what follows it.
 */
export function appendChunk(text: string, insert: string): string {
  const last = splitChunks(text).at(-1);
  if (last && isUnclosed(last)) {
    return `${text.slice(0, last.from)}${insert} ${text.slice(last.from)}`;
  }
  const gap = text === "" || /\s$/.test(text) ? "" : " ";
  return `${text}${gap}${insert}`;
}

/**
 * Puts `insert` in the place of the first of `chunks` and takes the others out; appends it where there
 * are none, and takes all out where it is null.
 */
export function putInstead(text: string, chunks: readonly Chunk[], insert: string | null): string {
  const [first, ...others] = chunks;
  if (first === undefined) return insert === null ? text : appendChunk(text, insert);
  // From the end on, so that the places of those before stay true.
  const rest = others.reduceRight(removeChunk, text);
  return insert === null ? removeChunk(rest, first) : replaceChunk(rest, first, insert);
}
