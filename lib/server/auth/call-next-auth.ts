import "server-only";
import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { sessionCookieName } from "./cookies";

/** What next-auth may be asked; all else that it offers has no address at the desk. */
type Action = "csrf" | "callback/credentials" | "signin/company" | "callback/company" | "signout";

export type NextAuthAnswer = {
  body: unknown;
  /** Where it would lead; null where it leads nowhere. */
  leadsTo: string | null;
  setCookies: string[];
};

/** Has next-auth answer the request. What it would fail over with a 500 is not shown to it. */
export async function callNextAuth(
  request: NextRequest,
  action: Action,
  options: NextAuthOptions,
): Promise<NextAuthAnswer> {
  if (isMalformed(request)) return { body: {}, leadsTo: null, setCookies: [] };
  const context = { params: { nextauth: action.split("/") } };
  const response: Response = await NextAuth(request, context, options);
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  const body: unknown = isJson ? await response.json() : {};
  const url = body !== null && typeof body === "object" && "url" in body ? body.url : null;
  const leadsTo = response.headers.get("location") ?? (typeof url === "string" ? url : null);
  return { body, leadsTo, setCookies: response.headers.getSetCookie() };
}

/**
 * No page of the desk sends a form with a query, which would end up in the provider's address, or a way
 * back in a query. A cookie whose name begins like the sign-in's must be one that may be taken away.
 */
function isMalformed({ method, nextUrl, cookies }: NextRequest): boolean {
  const isQueryOdd =
    method === "POST" ? nextUrl.search !== "" : nextUrl.searchParams.has("callbackUrl");
  const session = sessionCookieName();
  const isNameOdd = ({ name }: { name: string }) =>
    name.startsWith(session) && !/^[\w.-]+$/.test(name);
  return isQueryOdd || cookies.getAll().some(isNameOdd);
}
