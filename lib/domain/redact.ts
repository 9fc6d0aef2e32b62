import { cutCancelTokens } from "./cut-cancel-tokens";
import { decodeLayers, mayBeEncoded } from "./decode-paste";
import { findSecrets } from "./find-secrets";
import { parseUrl } from "./parse-url";
import { MAY_HOLD_SECRET, REMOVED_MARK, SECRET_KINDS, type SecretKind } from "./secret-rules";

/** How many secrets of one kind were taken out. */
export type RemovedSecret = { kind: SecretKind; count: number };

/** Deeper than any record of Kayle's; a bound so that hostile nesting cannot exhaust the stack. */
const DEPTH_MAX = 64;

/** A character of ASCII but no control character, in the form that nearly every URL has it in. */
const PERCENT_ENCODED = /%[2-7][0-9a-f]/gi;

const SECRET_KEY = /^(?:cancel_?token|signing_?secret|(?:proxy_?)?authorization|api_?key)$/i;

/**
 * Takes every secret out of a text that a person pasted, whatever encoding it hides in, and leaves
 * all else as it is. Session ids always survive. Redacting twice changes nothing more.
 */
export function redactSecrets(text: string): { text: string; removed: RemovedSecret[] } {
  const { kinds, cuts } = findSecrets(text);
  const parts: string[] = [];
  let readTo = 0;
  for (const [start, end] of cuts) {
    parts.push(text.slice(readTo, start), REMOVED_MARK);
    readTo = end;
  }
  parts.push(text.slice(readTo));
  return { text: parts.join(""), removed: countKinds(kinds) };
}

/**
 * Takes `cancel_token` out of a URL, in its query or fragment, also inside another URL that it
 * carries, and leaves the rest byte for byte. Other secrets are replaced by a mark. What is no URL
 * is treated as plain text.
 */
export function redactUrl(url: string): string {
  // The sync has one of them in each of a million sessions, and hardly any needs a closer look.
  if (!readingsOf(url).some((text) => MAY_HOLD_SECRET.test(text))) return url;
  return redactSecrets(parseUrl(url) !== null ? cutCancelTokens(url) : url).text;
}

/** Everything that the URL could be read as. Most are plain, or are once percent signs are undone. */
function readingsOf(url: string): string[] {
  if (!mayBeEncoded(url)) return [url];
  const decoded = url.replace(PERCENT_ENCODED, decodeURIComponent);
  if (!mayBeEncoded(decoded)) return [url, decoded];
  return decodeLayers(url).map(({ text }) => text);
}

/**
 * A copy of a JSON value without secrets: fields that hold one are dropped at any depth, strings and
 * field names are redacted, numbers and the like stay.
 */
export function redactDeep(value: unknown): unknown {
  return redactAt(value, 0);
}

function redactAt(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactSecrets(value).text;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEPTH_MAX) return REMOVED_MARK;
  if (Array.isArray(value)) return value.map((item) => redactAt(item, depth + 1));
  // `fromEntries` defines own properties, so a key such as `__proto__` stays a mere key.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SECRET_KEY.test(key.replaceAll("-", "_")))
      .map(([key, item]) => [redactSecrets(key).text, redactAt(item, depth + 1)]),
  );
}

function countKinds(kinds: readonly SecretKind[]): RemovedSecret[] {
  return SECRET_KINDS.map((kind) => ({
    kind,
    count: kinds.filter((found) => found === kind).length,
  })).filter(({ count }) => count > 0);
}
