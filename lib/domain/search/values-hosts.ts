import { parseUrl } from "../parse-url";
import { errorWithGuess, quoteText, type Read, type SearchError, searchError } from "./errors";
import type { Chunk, Item } from "./tokenize";

const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;
/**
 * A URL whose host stands in it just as it is parsed: a name that is no number, not encoded and without a
 * person before it. Nearly all are such, and parsing a million takes seconds.
 */
const PLAIN_URL = /^https?:\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d{1,4})?(?:[/?#]|$)/;
/** Longest name that the domain system knows, with room for what it is written in. */
const LENGTH_MAX = 512;

/** Reads the host of a redirect URL: small letters, other scripts as the network writes them. */
export function readHost(item: Item, chunk: Chunk): Read<string> {
  if (item.text.toLowerCase() === "none" && !item.quoted) return { error: noneAsHost(item, chunk) };
  const host = toHost(item.text);
  return host === null ? { error: notAHost(item, chunk) } : { value: host };
}

/**
 * The host of a redirect URL, without its port; null where there is none or the URL is not http or
 * https. What the index keeps, so that the search and the index speak of the same thing.
 */
export function findRedirectHost(redirectUrl: string | null): string | null {
  if (redirectUrl === null) return null;
  const plain = PLAIN_URL.exec(redirectUrl)?.[1];
  if (plain !== undefined && !plain.includes("xn--")) return plain;
  const url = parseUrl(redirectUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.hostname.replace(/\.$/, "") || null;
}

function toHost(text: string): string | null {
  if (text === "" || text.length > LENGTH_MAX || /[\s/?#@:\\%]/.test(withoutBrackets(text))) {
    return null;
  }
  const host = findRedirectHost(`https://${text}`);
  // A bare number would be read as an address: 1234 as 0.0.4.210.
  const isRewritten = /^[\x20-\x7e]*$/.test(text) && host !== text.toLowerCase().replace(/\.$/, "");
  return host === null || isRewritten || !HOST.test(host) ? null : host;
}

function withoutBrackets(text: string): string {
  return text.replace(/^\[[0-9A-Fa-f:.]+\]$/, "");
}

function noneAsHost(item: Item, chunk: Chunk): SearchError {
  const message = "“none” is not a host.";
  if (chunk.items.length > 1) return searchError("value-form", item, message);
  const insert = chunk.negated ? "has:redirect" : "-has:redirect";
  return { ...errorWithGuess("value-form", chunk, message, insert), from: item.from };
}

function notAHost(item: Item, { key, items }: Chunk): SearchError {
  const message = `${quoteText(item.text)} is not a host such as shop.example.`;
  const host = toHost(hostPartOf(item.text));
  if (host !== null && host !== item.text) {
    return errorWithGuess("value-form", item, message, host);
  }
  const hint = "To find a part of a redirect URL, write it alone, without “redirect:”.";
  const isAlone = key !== null && items.length === 1;
  const fix = isAlone ? { from: key.from, to: key.to + 1, insert: "" } : null;
  return searchError("value-form", item, `${message} ${hint}`, fix);
}

/** What could be the host in a whole URL, a host with its port, or a pattern with a star. */
function hostPartOf(text: string): string {
  const authority = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").split(/[/?#]/)[0] ?? "";
  return authority.replace(/^.*@/, "").replace(/^\*\./, "").replace(/:\d+$/, "");
}
