import { errorWithGuess, quoteText, type Read, type SearchError, searchError } from "./errors";
import { NAME_RULES, type NameKey, type NameRule } from "./keys";
import { findNearest } from "./nearest";
import { type Chunk, type Item, quoteValue } from "./tokenize";

/**
 * Reads a name. In quotation marks any name of an open list passes as it is, since Kayle adds names;
 * without them an unknown one is taken for a slip. Null is the key's word for "none at all".
 */
export function readName(key: NameKey, item: Item, chunk: Chunk): Read<string | null> {
  const rule = NAME_RULES[key];
  if (item.quoted && rule.isOpen) return { value: item.text };
  if (rule.isKnown(item.text)) return { value: item.text };
  const name = item.text.toLowerCase();
  if (name === rule.nullWord) return { value: null };
  if (rule.isKnown(name)) return { value: name };
  return { error: unknownName(key, rule, item, chunk) };
}

function unknownName(key: NameKey, rule: NameRule, item: Item, chunk: Chunk): SearchError {
  const message = `${quoteText(item.text)} is not ${rule.noun}.`;
  const names = rule.nullWord === null ? rule.names : [...rule.names, rule.nullWord];
  const near = findNearest(item.text, names);
  const elsewhere = findElsewhere(key, item.text);
  if (elsewhere !== null && chunk.items.length === 1) {
    const span = { from: chunk.key?.from ?? chunk.from, to: chunk.to };
    return { ...errorWithGuess("value-unknown", span, message, elsewhere), from: item.from };
  }
  if (near !== null) {
    const error = errorWithGuess("value-unknown", item, message, near);
    return rule.isOpen ? { ...error, message: `${error.message} ${AS_IT_IS}` } : error;
  }
  if (!rule.isOpen) {
    return searchError("value-unknown", item, `${message} Use one of ${names.join(", ")}.`);
  }
  const { from, to } = item;
  const fix = { from, to, insert: quoteValue(item.text) };
  return searchError("value-unknown", item, `${message} ${AS_IT_IS}`, fix);
}

const AS_IT_IS = "Put it in quotation marks to search for it as it is.";

/** Another key's own name for what was written, such as `is:overdue` for the status “overdue”. */
function findElsewhere(key: NameKey, text: string): string | null {
  const name = text.toLowerCase().replaceAll("_", "-");
  for (const other of ["is", "status", "code", "has"] as const) {
    const found = NAME_RULES[other].names.find((known) => known.replaceAll("_", "-") === name);
    if (other !== key && found !== undefined) return `${other}:${found}`;
  }
  return null;
}
