/** How long a note may be, counted as people count: an emoji of one code point is one. */
export const NOTE_CHARACTERS_MAX = 2_000;

/** For so long its author may change a note, by the server's clock. */
export const NOTE_EDITABLE_MS = 15 * 60_000;

/** Controls but for tab and line feed, and marks that turn the order of the text around them. */
const CONTROLS = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** Half of a pair that stands for one character: no database keeps it. */
const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/**
 * A note as it is kept: plain text, one kind of line end, no control characters, nothing around it.
 * Cleaning twice changes nothing more.
 */
export function toNoteText(raw: string): string {
  return raw
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(CONTROLS, "")
    .replace(LONE_SURROGATE, "\ufffd")
    .trim();
}

/** The length of a text in code points. */
export function countCharacters(text: string): number {
  return [...text].length;
}
