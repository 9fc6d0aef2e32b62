import "server-only";
import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { sessionCookieName } from "./cookies";

/** The actions of next-auth that the desk uses. */
type Action = "csrf" | "callback/credentials" | "signin/company" | "callback/company" | "signout";

type NextAuthAnswer = {
  body: unknown;
  /** Null when next-auth does not redirect. */
  redirectTo: string | null;
  setCookies: string[];
};

/** Lets next-auth answer the request, unless it would answer with a 500. */
export async function callNextAuth(
  request: NextRequest,
  action: Action,
  options: NextAuthOptions,
): Promise<NextAuthAnswer> {
  if (isMalformed(request)) return { body: {}, redirectTo: null, setCookies: [] };
  const context = { params: { nextauth: action.split("/") } };
  const response: Response = await NextAuth(request, context, options);
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  const body: unknown = isJson ? await response.json() : {};
  const url = body !== null && typeof body === "object" && "url" in body ? body.url : null;
  const redirectTo = response.headers.get("location") ?? (typeof url === "string" ? url : null);
  return { body, redirectTo, setCookies: response.headers.getSetCookie() };
}

/**
 * The desk's pages send no query with a POST, which next-auth would add to the provider's address, and no
 * `callbackUrl` in one. next-auth deletes cookies that begin like the session's, so their names must be valid.
 */
function isMalformed({ method, nextUrl, cookies }: NextRequest): boolean {
  const isQueryOdd =
    method === "POST" ? nextUrl.search !== "" : nextUrl.searchParams.has("callbackUrl");
  const session = sessionCookieName();
  const isNameOdd = ({ name }: { name: string }) =>
    name.startsWith(session) && !/^[\w.-]+$/.test(name);
  return isQueryOdd || cookies.getAll().some(isNameOdd);
}
