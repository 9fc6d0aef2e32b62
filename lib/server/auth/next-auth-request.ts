import "server-only";
import type { AuthBody } from "./auth-body";
import { csrfCookieName, findCookie, sessionCookieName } from "./cookies";
import type { NextAuthCall } from "./next-auth-call";

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
    body: { csrfToken, callbackUrl, email, password },
    cookies: toKnownCookies(request.headers.get("cookie")),
  };
}

function toKnownCookies(header: string | null): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const name of [csrfCookieName(), sessionCookieName()]) {
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
