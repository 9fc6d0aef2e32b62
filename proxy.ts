import { type NextRequest, NextResponse } from "next/server";
import { routes } from "@/lib/routes";
import { toPageHeaders } from "@/lib/server/page-headers";
import { findRequestedPath } from "@/lib/server/requested-path";

/**
 * A courtesy before each page: security headers, and signed-out people sent to sign in without
 * rendering anything. It guards nothing; every page and route does that where it reads the data.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const headers = toPageHeaders(nonce, crypto.randomUUID());
  const response = isSignedOut(request)
    ? redirectToSignIn(request)
    : passOn(request, nonce, headers);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

export const config = {
  matcher: "/((?!api/|_next/static/|_next/image|favicon.ico$|icon.svg$).*)",
};

/** Next reads the nonce out of the policy in the request; the layout reads it from `x-nonce`. */
function passOn(request: NextRequest, nonce: string, headers: Record<string, string>) {
  const onward = new Headers(request.headers);
  for (const name of ["content-security-policy", "x-request-id"]) {
    onward.set(name, headers[name] ?? "");
  }
  onward.set("x-nonce", nonce);
  return NextResponse.next({ request: { headers: onward } });
}

/** Only whether there is a cookie at all: whether it counts is for the page to find out. */
function isSignedOut(request: NextRequest): boolean {
  if (request.nextUrl.pathname === routes.signIn()) return false;
  return !request.cookies.getAll().some(({ name }) => name.endsWith("next-auth.session-token"));
}

function redirectToSignIn(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const from = findRequestedPath(request.headers) ?? pathname + search;
  const path = pathname === "/" ? routes.signIn() : routes.signIn(from);
  return NextResponse.redirect(new URL(path, request.url));
}
