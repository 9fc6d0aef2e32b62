import { parseUrl } from "./parse-url";

const HOME = "/sessions";
/** A table of a hundred pasted ids takes about 6,900 characters, and must survive a sign-in too. */
const LENGTH_MAX = 8_192;

/** Any origin does: the question is only whether a path stays on it. */
const ORIGIN = "https://desk.invalid";

/** How often a path is decoded to see what a lenient server or proxy might make of it. */
const DECODE_ROUNDS = 3;

/** Signing in again would go round in circles, and these are no pages. */
const NOT_PAGES = /^\/(?:sign-in|sign-out|api|_next)(?:\/|$)/i;

/**
 * The way back after signing in: a path of the desk with its query and hash, exactly as asked for,
 * or `/sessions` where the wish is anything but a page of this desk. Never throws.
 */
export function toSafeReturnPath(raw: unknown): string {
  if (typeof raw !== "string" || raw.length > LENGTH_MAX || !isPlainPath(raw)) return HOME;
  const url = parseUrl(raw, ORIGIN);
  if (url?.origin !== ORIGIN || !isHarmlessPath(url.pathname)) return HOME;
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.length > LENGTH_MAX ? HOME : path;
}

/** One slash first; no backslash, blank or control character, which parsers drop or turn. */
function isPlainPath(raw: string): boolean {
  return /^\/(?!\/)/.test(raw) && !/[\\\s\p{C}]/u.test(raw);
}

/** Also looks at the path decoded, since whoever serves or rewrites it may decode it too. */
function isHarmlessPath(pathname: string): boolean {
  let path = pathname;
  for (let round = 0; round <= DECODE_ROUNDS; round += 1) {
    if (/[\\\p{Cc}]|\/\/|\/\.{1,2}(?:\/|$)/u.test(path) || NOT_PAGES.test(path)) return false;
    const decoded = decodePath(path);
    if (decoded === path) return true;
    if (decoded === null) return false;
    path = decoded;
  }
  return false;
}

function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
