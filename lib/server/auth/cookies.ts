import "server-only";
import { getEnv } from "../env";

/**
 * The name of the cookie that holds the sign-in. On https it has the `__Host-` prefix, so that no
 * other host of the domain can plant one.
 */
export function sessionCookieName(): string {
  return toCookieName("session-token");
}

export function csrfCookieName(): string {
  return toCookieName("csrf-token");
}

/** The full name of one of the sign-in's cookies, with the prefix where it may have one. */
export function toCookieName(name: string): string {
  return isSecure() ? `__Host-next-auth.${name}` : `next-auth.${name}`;
}

/** HttpOnly, SameSite=Lax, for the whole desk, and Secure on https. */
export function cookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
}

/** The first cookie of that name in a Cookie header. Undefined when there is none. */
export function findCookie(header: string | null, name: string): string | undefined {
  const pairs = header?.split(";").map((pair) => pair.trim()) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function isSecure(): boolean {
  return getEnv().nextauthUrl.startsWith("https://");
}
