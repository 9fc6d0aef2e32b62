import "server-only";
import { SIGN_IN_ERRORS, type SignInError, type SignInResponse } from "@/lib/contracts/sign-in";
import { toSafeReturnPath } from "@/lib/domain/return-path";
import { routes } from "@/lib/routes";
import { getEnv } from "../env";
import type { AuthBody } from "./auth-body";
import { csrfCookieName, sessionCookieName } from "./cookies";
import { companyCookieNames } from "./oidc/handshake-cookies";

export type Refusal = { error: SignInError; retryAfterSeconds: number | null };

/** Any answer of the sign-in routes: never stored anywhere, never read as something else. */
export function answerJson(status: number, body: unknown, setCookies: string[] = []): Response {
  return withCookies(Response.json(body, { status, headers: baseHeaders() }), setCookies);
}

/** Sends whoever came by a link on to a path of the desk. */
export function answerRedirect(path: string, setCookies: string[] = []): Response {
  const headers = { ...baseHeaders(), location: path };
  return withCookies(new Response(null, { status: 303, headers }), setCookies);
}

/** The way on after a success. */
export function answerDone(body: AuthBody, setCookies: string[]): Response {
  const path = toSafeReturnPath(body.callbackUrl);
  return answerJson(200, toSignInResponse(path, null), setCookies);
}

/** Says why not. */
export function answerRefusal(
  refusal: Refusal,
  body: AuthBody | null,
  setCookies: string[] = [],
): Response {
  const path = toSignInPath(refusal, body?.callbackUrl);
  const status = SIGN_IN_ERRORS[refusal.error];
  const answer = answerJson(status, toSignInResponse(path, refusal), setCookies);
  if (refusal.retryAfterSeconds !== null) {
    answer.headers.set("retry-after", String(refusal.retryAfterSeconds));
  }
  return answer;
}

/** The sign-in page, which says it in words and leads on to where the person wanted to go. */
export function toSignInPath({ error, retryAfterSeconds }: Refusal, callbackUrl?: string): string {
  const query = new URLSearchParams({ error });
  if (retryAfterSeconds !== null) query.set("seconds", String(retryAfterSeconds));
  const from = callbackUrl ? toSafeReturnPath(callbackUrl) : undefined;
  const path = routes.signIn(from);
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}

function toSignInResponse(path: string, refusal: Refusal | null): SignInResponse {
  return {
    url: getEnv().nextauthUrl + path,
    error: refusal?.error ?? null,
    retryAfterSeconds: refusal?.retryAfterSeconds ?? null,
  };
}

function baseHeaders(): Record<string, string> {
  return {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
  };
}

/** Of next-auth's cookies only these are in use here; its `callback-url` would be input to distrust. */
function withCookies(response: Response, setCookies: string[]): Response {
  const names = [sessionCookieName(), csrfCookieName(), ...companyCookieNames()];
  for (const cookie of setCookies) {
    if (names.some((name) => cookie.startsWith(`${name}=`))) {
      response.headers.append("set-cookie", cookie);
    }
  }
  return response;
}
