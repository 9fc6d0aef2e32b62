import "server-only";
import type { AuthBody } from "./auth-body";
import { csrfCookieName, findCookie, sessionCookieName } from "./cookies";
import type { NextAuthCall } from "./next-auth-call";
import { handshakeCookieNames } from "./oidc/handshake-cookies";

/** Picks out of a request what next-auth may see of it. */
export function toNextAuthCall(
  action: NextAuthCall["action"],
  request: Request,
  body: AuthBody | null,
): NextAuthCall {
  const { csrfToken = "", callbackUrl = "", email = "", password = "" } = body ?? {};
  return {
    action,
    method: action === "csrf" ? "GET" : "POST",
    query: {},
    body: { csrfToken, callbackUrl, email, password },
    cookies: toKnownCookies(request, [csrfCookieName(), sessionCookieName()]),
  };
}

/** The way back from the company's provider: a code and a state, and the cookies that it began with. */
export function toCompanyCallback(request: Request, query: Record<string, string>): NextAuthCall {
  const cookies = toKnownCookies(request, handshakeCookieNames());
  return { action: "callback/company", method: "GET", query, body: {}, cookies };
}

function toKnownCookies(request: Request, names: string[]): Record<string, string> {
  const header = request.headers.get("cookie");
  const cookies: Record<string, string> = {};
  for (const name of names) {
    const value = findCookie(header, name);
    if (value) cookies[name] = decodeOrKeep(value);
  }
  return cookies;
}

function decodeOrKeep(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
