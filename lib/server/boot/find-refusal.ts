import "server-only";
import type { ErrorCode } from "@/lib/contracts/error-codes";

/** A table of a hundred pasted ids takes about 6,900 characters. */
export const URL_CHARS_MAX = 8_192;
/** No page or route of the desk takes as many as twenty. */
const PARAMETERS_MAX = 64;

/** How often a path is decoded to see what it may become on its way. */
const DECODE_ROUNDS = 3;

/** A path from its first slash on; Next would also take a whole URL, whoever's it is. */
const PRINTABLE = /^\/[\x21-\x7e]*$/;

/** What almost every request asks for: nothing in it could be decoded, or read as another path. */
const EVERYDAY = /^(?:\/[A-Za-z0-9_-]+)*\/?$/;

/** Pages that Next means for itself; asked for by name, one is a 500 that a proxy may keep for a year. */
const NEXT_OWN = /^\/_(?!next\/)/;

export type Refusal = Extract<
  ErrorCode,
  "INVALID_ADDRESS" | "ADDRESS_TOO_LONG" | "METHOD_NOT_ALLOWED"
>;

/**
 * Why a request is answered before Next and any route see it; null where it is not. `url` is the
 * request line's target. Next answers a broken percent code with a bare 500, and reads a doubled
 * slash, a backslash or a dot segment as another path than a proxy in front of the desk may.
 */
export function findRefusal(method: string, url: string): Refusal | null {
  if (url.length > URL_CHARS_MAX || countParameters(url) > PARAMETERS_MAX)
    return "ADDRESS_TOO_LONG";
  if (!PRINTABLE.test(url) || url.includes("#")) return "INVALID_ADDRESS";
  const path = url.split("?", 1).join("");
  const isRead = method === "GET" || method === "HEAD";
  // Next would render a page for any method.
  if (!isRead && !isApiPath(path)) return "METHOD_NOT_ALLOWED";
  return isPlainPath(path) && !NEXT_OWN.test(path) ? null : "INVALID_ADDRESS";
}

/** Whether a program asks, for whom a page would be of no use. */
export function isApiPath(path: string): boolean {
  return /^\/api(?:[/?]|$)/.test(path);
}

/** No second reading: not as it stands, and not when whoever passes it on decodes it, or does so again. */
function isPlainPath(path: string): boolean {
  if (EVERYDAY.test(path)) return true;
  let parts: readonly string[] = path.slice(1).split("/");
  for (let round = 0; round <= DECODE_ROUNDS; round += 1) {
    if (!parts.every(isPlainPart)) return false;
    const decoded = parts.map(decodePart);
    if (round === 0 && decoded.includes(null)) return false;
    // What cannot be decoded any further stays as it is.
    parts = decoded.map((part, index) => part ?? parts[index] ?? "");
  }
  return true;
}

function decodePart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

function isPlainPart(part: string, index: number, { length }: readonly string[]): boolean {
  // Empty parts stand at the end alone, behind a closing slash.
  if (part === "") return index === length - 1;
  return part !== "." && part !== ".." && !/[\\/\p{Cc}]/u.test(part);
}

function countParameters(url: string): number {
  const from = url.indexOf("?");
  return from < 0 ? 0 : url.slice(from).split("&").length;
}
