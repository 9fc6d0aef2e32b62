import { redactSecrets } from "../redact";

export type SearchErrorKind =
  | "too-long"
  | "too-short"
  | "too-many"
  | "key-unknown"
  | "key-missing"
  | "value-missing"
  | "value-unknown"
  | "value-form"
  | "value-range"
  | "comparison"
  | "negation"
  | "quotes"
  | "character"
  | "reserved"
  | "sort-twice"
  | "contradiction";

/** A change of the text that mends it: `insert` takes the place of `from` to `to`. */
export type SearchFix = { from: number; to: number; insert: string };

/** `from` to `to` is what is wrong, as offsets in the text; `message` is for people and complete. */
export type SearchError = {
  kind: SearchErrorKind;
  from: number;
  to: number;
  message: string;
  fix: SearchFix | null;
};

/** What reading a part of the text gave. */
export type Read<T> = { value: T } | { error: SearchError };

type Span = { from: number; to: number };

const QUOTED_LENGTH_MAX = 40;

export function searchError(
  kind: SearchErrorKind,
  { from, to }: Span,
  message: string,
  fix: SearchFix | null = null,
): SearchError {
  return { kind, from, to, message, fix };
}

/** An error whose place the person most likely meant to fill with `insert`. */
export function errorWithGuess(
  kind: SearchErrorKind,
  span: Span,
  message: string,
  insert: string,
): SearchError {
  const { from, to } = span;
  return searchError(kind, span, `${message} Did you mean ${quoteText(insert)}?`, {
    from,
    to,
    insert,
  });
}

/** A text of the person's in quotation marks: short, without secrets and invisible characters. */
export function quoteText(text: string): string {
  const visible = redactSecrets(text).text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "");
  const characters = Array.from(visible);
  const isLong = characters.length > QUOTED_LENGTH_MAX;
  return `“${isLong ? `${characters.slice(0, QUOTED_LENGTH_MAX).join("")}…` : visible}”`;
}

/** Puts a fix into the text that its error came from. */
export function applyFix(text: string, { from, to, insert }: SearchFix): string {
  return text.slice(0, from) + insert + text.slice(to);
}
