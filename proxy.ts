import { type NextRequest, NextResponse } from "next/server";
import { routes } from "@/lib/routes";
import { toPagePolicy } from "@/lib/server/page-policy";
import { findRequestedPath } from "@/lib/server/requested-path";

/**
 * A courtesy before each page: its Content-Security-Policy, and signed-out people sent to sign in
 * without rendering anything. It guards nothing; every page and route does that where it reads data.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = toPagePolicy(nonce);
  const response = isSignedOut(request)
    ? redirectToSignIn(request)
    : passOn(request, nonce, policy);
  response.headers.set(POLICY, policy);
  return response;
}

const POLICY = "content-security-policy";

export const config = {
  matcher: "/((?!api/|_next/static/|_next/image|favicon.ico$|icon.svg$).*)",
};

/** Next reads the nonce out of the policy in the request; the layout reads it from `x-nonce`. */
function passOn(request: NextRequest, nonce: string, policy: string): NextResponse {
  const onward = new Headers(request.headers);
  onward.set(POLICY, policy);
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
