import { quoteText, type Read, type SearchError, searchError } from "./errors";
import { type Chunk, type Item, quoteValue } from "./tokenize";

/** Words by which other search languages join conditions. As plain words they would find nothing. */
const JOINING_WORDS = /^(?:AND|OR|NOT)$/;

/** Reads a free word. What another language would give a meaning is an error, unless quoted. */
export function readWord(item: Item, chunk: Chunk): Read<string> {
  if (item.quoted) return { value: item.text };
  const error = findReserved(item.text, item, chunk);
  return error ? { error } : { value: item.text };
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
