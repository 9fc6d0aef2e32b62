import "server-only";
import type { Staff } from "@/lib/domain/staff";
import { routes } from "@/lib/routes";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { toRequestId } from "../http/request-id";
import { toUnwritten } from "./answer-sign-in";
import { answerJson, answerRefusal } from "./auth-answers";
import { findAuthBody } from "./auth-body";
import { getClientAddress } from "./client-address";
import { endSignInNow } from "./end-sign-in-now";
import { findStaffFromRequest } from "./find-staff";
import { findForeignRefusal } from "./foreign-refusal";
import { LEFT_BEHIND } from "./left-behind";
import { callNextAuth } from "./next-auth-call";
import { toNextAuthOptions } from "./next-auth-options";
import { toNextAuthCall } from "./next-auth-request";
import { findEndSessionUrl } from "./oidc/find-end-session-url";
import { findProviderSession } from "./oidc/provider-sign-outs";
import { recordSignOut } from "./record-sign-in";

/**
 * `POST /api/auth/signout`: ends the sign-in's row, then takes the cookie away. A script is told where to
 * go next: to the provider, where somebody who came from there signs out too.
 */
export async function answerSignOut(request: Request): Promise<Response> {
  const foreign = findForeignRefusal(request);
  if (foreign) return foreign;
  const body = await findAuthBody(request);
  if (!body) return answerRefusal({ error: "TooLarge", retryAfterSeconds: null }, null);
  const staff = await findStaffFromRequest(request);
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
  const isUnlogged = staff !== null && !(await isRecorded(request, staff));
  const url = endSessionUrl ?? getEnv().nextauthUrl + routes.signIn();
  const done = isUnlogged
    ? answerRefusal(
        { error: "SignedOutUnlogged", retryAfterSeconds: null },
        body,
        answer.setCookies,
      )
    : answerJson(200, { url }, answer.setCookies);
  done.headers.set("clear-site-data", LEFT_BEHIND);
  return done;
}

/** Ends the sign-in first, whatever the provider does; gives where to sign out there, if there too. */
async function endAndLeave(signInId: string): Promise<string | null> {
  const session = await findProviderSession(await getDb(), signInId);
  await endSignInNow(signInId, "signed_out");
  return session && findEndSessionUrl(session);
}

/** Whether the sign-out, which has happened, is written down. */
async function isRecorded(request: Request, staff: Staff): Promise<boolean> {
  const from = {
    client: getClientAddress(request.headers),
    requestId: toRequestId(request.headers),
  };
  const ended = { everywhere: false, count: 1 };
  return (await recordSignOut(from, staff, ended).then(() => true, toUnwritten)) ?? false;
}

/** next-auth says so only by where it would go. */
function isFormExpired(answered: unknown): boolean {
  const url =
    answered !== null && typeof answered === "object" && "url" in answered && answered.url;
  return typeof url === "string" && url.endsWith("csrf=true");
}
