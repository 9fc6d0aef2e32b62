import "server-only";
import { routes } from "@/lib/routes";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { isFromElsewhere } from "./answer-sign-in";
import { answerJson, answerRedirect, answerRefusal } from "./auth-answers";
import { findAuthBody } from "./auth-body";
import { endSignInNow } from "./end-sign-in-now";
import { callNextAuth } from "./next-auth-call";
import { toNextAuthOptions } from "./next-auth-options";
import { toNextAuthCall } from "./next-auth-request";
import { findEndSessionUrl } from "./oidc/find-end-session-url";
import { findProviderSession } from "./oidc/provider-sign-outs";

/**
 * `POST /api/auth/signout`: ends the sign-in's row, then takes the cookie away. A script is told where to
 * go next: to the provider, where somebody who came from there signs out too.
 */
export async function answerSignOut(request: Request): Promise<Response> {
  const body = isFromElsewhere(request) ? null : await findAuthBody(request);
  if (!body) return answerRefusal({ error: "CrossOrigin", retryAfterSeconds: null }, null);
  // Kept as a promise, because next-auth says nothing of what its events throw: a sign-in that could
  // not be ended must not be reported as ended.
  const ends: Promise<string | null>[] = [];
  const options = toNextAuthOptions({
    onSignOut: async (signInId) => {
      const end = endAndLeave(signInId);
      ends.push(end);
      await end;
    },
  });
  const answer = await callNextAuth(toNextAuthCall("signout", request, body), options);
  const [endSessionUrl] = await Promise.all(ends);
  if (isFormExpired(answer.body)) {
    return answerRefusal(
      { error: "FormExpired", retryAfterSeconds: null },
      body,
      answer.setCookies,
    );
  }
  if (!body.wantsJson) return answerRedirect(routes.signIn(), answer.setCookies);
  const url = endSessionUrl ?? getEnv().nextauthUrl + routes.signIn();
  return answerJson(200, { url }, answer.setCookies);
}

/** Ends the sign-in first, whatever the provider does; gives where to sign out there, if there too. */
async function endAndLeave(signInId: string): Promise<string | null> {
  const session = await findProviderSession(await getDb(), signInId);
  await endSignInNow(signInId, "signed_out");
  return session && findEndSessionUrl(session);
}

/** next-auth says so only by where it would go. */
function isFormExpired(answered: unknown): boolean {
  const url =
    answered !== null && typeof answered === "object" && "url" in answered && answered.url;
  return typeof url === "string" && url.endsWith("csrf=true");
}
