/**
 * A text after some of its encodings were undone, which still knows where each character stood in
 * the source. What is found in the decoded text can thus be cut out of the original one.
 */
export type View = {
  text: string;
  /** Source offset of each character, and of the end. Null while `text` is the source itself. */
  starts: Uint32Array | null;
};

/** Two percent-encodings inside HTML or JSON make three; the rest is for the invisible ones. */
const ROUNDS_MAX = 5;

const NAMED_ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["shy", ""],
  ["equals", "="],
  ["lowbar", "_"],
  ["quest", "?"],
  ["num", "#"],
  ["sol", "/"],
  ["colon", ":"],
  ["newline", "\n"],
  ["zwsp", ""],
]);

const CONTROL_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Zero-width characters, soft hyphens, direction marks, variation selectors, byte order marks. */
const INVISIBLE =
  "[\\u00AD\\u034F\\u061C\\u180E\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFE00-\\uFE0F\\uFEFF]";

/** Percent and `\u` escapes, HTML entities and breaks, backslash escapes, invisible characters. */
const ESCAPE = new RegExp(
  [
    "%[0-7][0-9a-f]",
    "%[c-f][0-9a-f](?:%[89ab][0-9a-f]){1,3}",
    "\\\\u[0-9a-f]{4}",
    "\\\\[nrt]",
    "\\\\[^a-z0-9]",
    "&#\\d{1,7};",
    "&#x[0-9a-f]{1,6};",
    `&(?:${[...NAMED_ENTITIES.keys()].join("|")});`,
    "<w?br\\s{0,4}/?>",
    `${INVISIBLE}+`,
  ].join("|"),
  "gi",
);

/**
 * Quoted-printable: a soft line break, also written as `\r\n` inside JSON, or an escaped byte that
 * is not a letter or digit. Mailers never escape those, and `=4A` in a URL is more likely a value.
 */
const QUOTED_PRINTABLE =
  /=(?:[ \t]{0,8}(?:\r\n?|\n|(?:\\{1,4}r)?\\{1,4}n)(?:(?: ?>){1,8} ?)?|0[9AD]|[2-7][0-9A-F]|3d|5f|[C-F][0-9A-F](?:=[89AB][0-9A-F]){1,3})/g;

/**
 * What everything that the two patterns above undo begins with, and a little more. Not the escaped
 * letters and digits of quoted-printable, which stay as they are: order numbers look like them.
 */
const ENCODED =
  /[%\\<]|&(?:#|\w{2,8};)|=(?:[ \t\r\n]|0[9AD]|2[0-9A-F]|3[A-F]|[46]0|[57][B-F]|[C-F][0-9A-F])|[^\x21-\x7e]/i;

/** Whether a text could read otherwise than it stands; false only where it surely has one reading. */
export function mayBeEncoded(text: string): boolean {
  return ENCODED.test(text);
}

/**
 * All readings of a pasted text, the source first: with 0, 1, 2… encodings undone, then those with
 * quoted-printable undone too, outside and inside of the others. The last reading has all undone.
 * Linear in time for any input.
 */
export function decodeLayers(source: string): View[] {
  const plain = peel({ text: source, starts: null });
  const mail = plain.slice(0, 1).flatMap(peelMail);
  const inner = [...plain, ...mail].slice(-1).flatMap(peelMail);
  return [...plain, ...mail, ...inner];
}

/** The reading with every known encoding undone. */
export function decodeFully(source: string): View {
  const raw: View = { text: source, starts: null };
  const outer = peelMail(raw).at(-1) ?? peel(raw).at(-1) ?? raw;
  return peelMail(outer).at(-1) ?? outer;
}

/** Where in the source the characters `start` to `end` (exclusive) of a view come from. */
export function toSourceRange(view: View, start: number, end: number): [number, number] {
  return [view.starts?.[start] ?? start, view.starts?.[end] ?? end];
}

function peelMail(view: View): View[] {
  const decoded = decodeOnce(view, QUOTED_PRINTABLE, decodeQuotedPrintable);
  return decoded ? peel(decoded) : [];
}

function peel(first: View): View[] {
  const layers = [first];
  let current: View | null = first;
  while (current && layers.length <= ROUNDS_MAX) {
    current = decodeOnce(current, ESCAPE, decodeEscape);
    if (current) layers.push(current);
  }
  return layers;
}

/** Replaces each match by what it stands for; null when nothing changed. */
function decodeOnce(view: View, pattern: RegExp, decode: (token: string) => string): View | null {
  if (view.text.search(pattern) === -1) return null;
  const starts = new Uint32Array(view.text.length + 1);
  const parts: string[] = [];
  let length = 0;
  let readTo = 0;
  const keep = (end: number) => {
    parts.push(view.text.slice(readTo, end));
    for (let at = readTo; at < end; at += 1) starts[length++] = view.starts?.[at] ?? at;
  };
  for (const match of view.text.matchAll(pattern)) {
    const decoded = decode(match[0]);
    if (decoded === match[0]) continue;
    keep(match.index);
    parts.push(decoded);
    const start = view.starts?.[match.index] ?? match.index;
    for (let unit = 0; unit < decoded.length; unit += 1) starts[length++] = start;
    readTo = match.index + match[0].length;
  }
  if (readTo === 0) return null;
  keep(view.text.length);
  starts[length] = view.starts?.[view.text.length] ?? view.text.length;
  return { text: parts.join(""), starts: starts.subarray(0, length + 1) };
}

function decodeEscape(token: string): string {
  if (token.startsWith("%")) return decodePercent(token);
  if (token.startsWith("&#")) return decodeNumericEntity(token);
  if (token.startsWith("&")) return NAMED_ENTITIES.get(token.slice(1, -1).toLowerCase()) ?? token;
  if (token.startsWith("<")) return /^<w/i.test(token) ? "" : "\n";
  if (!token.startsWith("\\")) return "";
  if (token.length === 6) return String.fromCharCode(Number.parseInt(token.slice(2), 16));
  const escaped = token.slice(1);
  return CONTROL_ESCAPES.get(escaped) ?? (/^[A-Z]/.test(escaped) ? token : escaped);
}

function decodePercent(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

function decodeNumericEntity(token: string): string {
  const digits = token.slice(2, -1);
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return code <= 0x10ffff ? String.fromCodePoint(code) : token;
}

function decodeQuotedPrintable(token: string): string {
  if (!/^=[0-9A-F]/.test(token)) return "";
  const decoded = decodePercent(token.replaceAll("=", "%"));
  return /^[A-Za-z0-9]$/.test(decoded) ? token : decoded;
}
