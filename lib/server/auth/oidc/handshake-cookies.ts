import "server-only";
import { toSafeReturnPath } from "@/lib/domain/return-path";
import { cookieOptions, findCookie, toCookieName } from "../cookies";

/**
 * What a browser holds between its leaving for the provider and its coming back. Whoever takes longer
 * begins again.
 */
const HANDSHAKE_SECONDS = 10 * 60;

/** A browser may refuse a cookie above 4096 bytes, and a way back may take twice that. */
const PIECE_CHARACTERS = 3_600;
const PIECES_MAX = 4;

/** For next-auth: the verifier, the state and the nonce, each encrypted. */
export function handshakeCookies() {
  const options = { ...cookieOptions(), maxAge: HANDSHAKE_SECONDS };
  return {
    pkceCodeVerifier: { name: toCookieName("pkce.code_verifier"), options },
    state: { name: toCookieName("state"), options },
    nonce: { name: toCookieName("nonce"), options },
  };
}

/** Every cookie of a sign-in with the company's provider. */
export function companyCookieNames(): string[] {
  const ofNextAuth = Object.values(handshakeCookies()).map(({ name }) => name);
  return [...ofNextAuth, ...returnCookieNames()];
}

/** `Set-Cookie` lines that keep the way back. Pieces that are left from before are taken away. */
export function keepReturnPath(wanted: string): string[] {
  const path = encodePath(toSafeReturnPath(wanted));
  return returnCookieNames().map((name, index) => {
    const piece = path.slice(index * PIECE_CHARACTERS, (index + 1) * PIECE_CHARACTERS);
    return piece ? toLine(name, piece, HANDSHAKE_SECONDS) : toLine(name, "", 0);
  });
}

/** The way back that this browser left with; the desk's first page where there is none. */
export function findReturnPath(cookieHeader: string | null): string {
  const pieces = returnCookieNames().map((name) => findCookie(cookieHeader, name) ?? "");
  try {
    return toSafeReturnPath(decodeURIComponent(pieces.join("")));
  } catch {
    return toSafeReturnPath(null);
  }
}

/** `Set-Cookie` lines after which nothing of the attempt is left, so that it cannot be repeated. */
export function forgetHandshake(): string[] {
  return companyCookieNames().map((name) => toLine(name, "", 0));
}

function returnCookieNames(): string[] {
  return Array.from({ length: PIECES_MAX }, (_, index) => toCookieName(`return-to.${index}`));
}

/** Only what a cookie cannot hold is written otherwise: a long way back must stay short. */
function encodePath(path: string): string {
  return path.replace(/[%",;\\\s]|[^\x21-\x7e]/gu, encodeURIComponent);
}

function toLine(name: string, value: string, seconds: number): string {
  const { secure, path } = cookieOptions();
  const attributes = [`Path=${path}`, `Max-Age=${seconds}`, "HttpOnly", "SameSite=Lax"];
  return [`${name}=${value}`, ...attributes, ...(secure ? ["Secure"] : [])].join("; ");
}
