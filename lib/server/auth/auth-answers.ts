import "server-only";
import { SIGN_IN_ERRORS, type SignInError, type SignInResponse } from "@/lib/contracts/sign-in";
import { toSafeReturnPath } from "@/lib/domain/return-path";
import { routes } from "@/lib/routes";
import { getEnv } from "../env";
import { csrfCookieName, sessionCookieName } from "./cookies";
import { companyCookieNames } from "./oidc/handshake-cookies";

type RefusalOptions = {
  /** Where the person wanted to go. */
  callbackUrl?: string;
  retryAfterSeconds?: number;
  setCookies?: string[];
};

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
export function answerDone(callbackUrl: string, setCookies: string[]): Response {
  return answerJson(200, toSignInResponse(toSafeReturnPath(callbackUrl), null), setCookies);
}

/** Says why not. */
export function answerRefusal(
  error: SignInError,
  { callbackUrl, retryAfterSeconds, setCookies }: RefusalOptions = {},
): Response {
  const path = toSignInPath(error, callbackUrl, retryAfterSeconds);
  const body = toSignInResponse(path, error, retryAfterSeconds);
  const answer = answerJson(SIGN_IN_ERRORS[error], body, setCookies);
  if (retryAfterSeconds) answer.headers.set("retry-after", String(retryAfterSeconds));
  return answer;
}

/** The sign-in page, which says it in words and leads on to where the person wanted to go. */
export function toSignInPath(error: SignInError, callbackUrl?: string, seconds?: number): string {
  const query = new URLSearchParams({ error });
  if (seconds) query.set("seconds", String(seconds));
  const from = callbackUrl ? toSafeReturnPath(callbackUrl) : undefined;
  const path = routes.signIn(from);
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}

function toSignInResponse(
  path: string,
  error: SignInError | null,
  retryAfterSeconds: number | null = null,
): SignInResponse {
  return { url: getEnv().nextauthUrl + path, error, retryAfterSeconds };
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
