/** One value, or a free word. `text` is without quotation marks, escapes and invisible characters. */
export type Item = {
  from: number;
  to: number;
  text: string;
  quoted: boolean;
  fault: "open-quote" | "stray-quote" | "after-quote" | null;
};

/**
 * What stands between two blanks, quoted blanks aside. How a chunk is read depends on nothing outside
 * of it, so that one can be changed or taken out without touching the others.
 */
export type Chunk = {
  /** Its number in the text. */
  index: number;
  from: number;
  to: number;
  negated: boolean;
  /** Lower case; null in a free word, which has exactly one item. */
  key: { text: string; from: number; to: number } | null;
  items: Item[];
};

const SPACES = /\s*/y;
const WORD_RUN = /\S*/y;
const ITEM_RUN = /[^\s,]*/y;
/**
 * What comes before the first colon is a key, known or not. Characters of URLs and paths make the whole
 * a free word instead, as does `://`.
 */
const KEY = /([^\s":,/?#=&.%@]*):(?!\/\/)/y;
const INVISIBLE = /\p{Cf}/gu;

/** Splits any text, in linear time. Characters that nobody can see make no chunk. */
export function splitChunks(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let at = skipSpaces(text, 0);
  while (at < text.length) {
    const chunk = readChunk(text, at, chunks.length);
    if (!isInvisible(chunk)) chunks.push(chunk);
    at = skipSpaces(text, chunk.to);
  }
  return chunks;
}

/** Whether the text of the chunk runs on to the end because a quotation mark is never closed. */
export function isUnclosed(chunk: Chunk): boolean {
  return chunk.items.at(-1)?.fault === "open-quote";
}

/** A value in quotation marks, read back by `splitChunks` exactly as it is. */
export function quoteValue(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

function readChunk(text: string, from: number, index: number): Chunk {
  const negated = text[from] === "-";
  const start = negated ? from + 1 : from;
  const key = matchAt(KEY, text, start);
  if (key === null) {
    const item = readItem(text, start, WORD_RUN);
    return { index, from, to: item.to, negated, key: null, items: [item] };
  }
  const keyTo = start + key.length - 1;
  const name = text.slice(start, keyTo).replace(INVISIBLE, "").toLowerCase();
  const items = readItems(text, keyTo + 1);
  const to = items.at(-1)?.to ?? keyTo + 1;
  return { index, from, to, negated, key: { text: name, from: start, to: keyTo }, items };
}

function readItems(text: string, start: number): Item[] {
  const items = [readItem(text, start, ITEM_RUN)];
  let end = items[0]?.to ?? start;
  while (text[end] === ",") {
    const item = readItem(text, end + 1, ITEM_RUN);
    items.push(item);
    end = item.to;
  }
  return items;
}

function readItem(text: string, from: number, run: RegExp): Item {
  if (text[from] === '"') return readQuoted(text, from, run);
  const raw = matchAt(run, text, from) ?? "";
  const fault = raw.includes('"') ? "stray-quote" : null;
  return {
    from,
    to: from + raw.length,
    text: raw.replace(INVISIBLE, ""),
    quoted: false,
    fault,
  };
}

/** A backslash makes a following `"` or `\` part of the value; elsewhere it stands for itself. */
function readQuoted(text: string, from: number, run: RegExp): Item {
  let value = "";
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') {
      const rest = matchAt(run, text, at + 1) ?? "";
      const fault = rest === "" ? null : "after-quote";
      return { from, to: at + 1 + rest.length, text: value, quoted: true, fault };
    }
    const next = text[at + 1];
    const isEscape = character === "\\" && (next === '"' || next === "\\");
    value += isEscape ? next : character;
    if (isEscape) at++;
  }
  return { from, to: text.length, text: value, quoted: true, fault: "open-quote" };
}

function skipSpaces(text: string, at: number): number {
  return at + (matchAt(SPACES, text, at)?.length ?? 0);
}

function isInvisible({ negated, key, items }: Chunk): boolean {
  const [item] = items;
  return !negated && key === null && item?.text === "" && !item.quoted;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
