import { quoteText, type Read, type SearchError, searchError } from "./errors";
import { foldSearchText } from "./searchable-texts";
import { type Chunk, type Item, quoteValue } from "./tokenize";

/** Words by which other search languages join conditions. As plain words they would find nothing. */
const JOINING_WORDS = /^(?:AND|OR|NOT)$/;

/** Shorter words are in nearly every redirect URL, and no index finds them. */
export const WORD_LENGTH_MIN = 3;

/**
 * Reads a free word. What another language would give a meaning is an error, unless quoted; what is too
 * short is one in any case.
 */
export function readWord(item: Item, chunk: Chunk): Read<string> {
  const error = (item.quoted ? null : findReserved(item.text, item, chunk)) ?? findTooShort(item);
  return error ? { error } : { value: item.text };
}

function findTooShort(item: Item): SearchError | null {
  if (Array.from(foldSearchText(item.text)).length >= WORD_LENGTH_MIN) return null;
  const message = `${quoteText(item.text)} is too short to search for. A word has at least ${WORD_LENGTH_MIN} characters.`;
  return searchError("too-short", item, message);
}

function findReserved(text: string, item: Item, chunk: Chunk): SearchError | null {
  const { from, to } = item;
  if (chunk.negated && text.startsWith("-")) {
    const message = "One “-” is enough to leave something out.";
    const insert = text.replace(/^-+/, "");
    return searchError("negation", chunk, message, insert ? { from, to, insert } : null);
  }
  if (JOINING_WORDS.test(text)) {
    const message = `${quoteText(text)} joins nothing here. ${JOINING_HINTS[text] ?? ""}`;
    return searchError("reserved", item, message, { from, to, insert: quoteValue(text) });
  }
  if (text.includes("*")) {
    const message = "Parts of words are found without “*”.";
    const insert = text.replaceAll("*", "");
    return searchError("reserved", item, message, insert ? { from, to, insert } : null);
  }
  return null;
}

const IN_QUOTES = "Put it in quotation marks to search for the word.";
const JOINING_HINTS: Record<string, string> = {
  AND: `A session must fit everything that is written anyway. ${IN_QUOTES}`,
  OR: `Any of several values is written with a comma: status:failed,expired. ${IN_QUOTES}`,
  NOT: `A “-” in front leaves something out: -status:failed. ${IN_QUOTES}`,
};
