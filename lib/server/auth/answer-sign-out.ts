import "server-only";
import type { Staff } from "@/lib/domain/staff";
import { routes } from "@/lib/routes";
import { getEnv } from "../env";
import { createRequestId } from "../http/request-id";
import { isFromElsewhere, toUnwritten } from "./answer-sign-in";
import { answerJson, answerRedirect, answerRefusal } from "./auth-answers";
import { findAuthBody } from "./auth-body";
import { getClientAddress } from "./client-address";
import { endSignInNow } from "./end-sign-in-now";
import { findStaffFromRequest } from "./find-staff";
import { callNextAuth } from "./next-auth-call";
import { toNextAuthOptions } from "./next-auth-options";
import { toNextAuthCall } from "./next-auth-request";
import { recordSignOut } from "./record-sign-in";

/** `POST /api/auth/signout`: ends the sign-in's row, then takes the cookie away. */
export async function answerSignOut(request: Request): Promise<Response> {
  const body = isFromElsewhere(request) ? null : await findAuthBody(request);
  if (!body) return answerRefusal({ error: "CrossOrigin", retryAfterSeconds: null }, null);
  const staff = await findStaffFromRequest(request);
  // Kept as a promise, because next-auth says nothing of what its events throw: a sign-in that could
  // not be ended must not be reported as ended.
  const ends: Promise<void>[] = [];
  const options = toNextAuthOptions({
    onSignOut: (signInId) => {
      const end = endSignInNow(signInId, "signed_out");
      ends.push(end);
      return end;
    },
  });
  const answer = await callNextAuth(toNextAuthCall("signout", request, body), options);
  await Promise.all(ends);
  if (isFormExpired(answer.body)) {
    return answerRefusal(
      { error: "FormExpired", retryAfterSeconds: null },
      body,
      answer.setCookies,
    );
  }
  if (staff && !(await isRecorded(request, staff))) {
    const refusal = { error: "SignedOutUnlogged", retryAfterSeconds: null } as const;
    return answerRefusal(refusal, body, answer.setCookies);
  }
  if (!body.wantsJson) return answerRedirect(routes.signIn(), answer.setCookies);
  return answerJson(200, { url: getEnv().nextauthUrl + routes.signIn() }, answer.setCookies);
}

/** Whether the sign-out, which has happened, is written down. */
async function isRecorded(request: Request, staff: Staff): Promise<boolean> {
  const from = { client: getClientAddress(request.headers), requestId: createRequestId() };
  const ended = { everywhere: false, count: 1 };
  return (await recordSignOut(from, staff, ended).then(() => true, toUnwritten)) ?? false;
}

/** next-auth says so only by where it would go. */
function isFormExpired(answered: unknown): boolean {
  const url =
    answered !== null && typeof answered === "object" && "url" in answered && answered.url;
  return typeof url === "string" && url.endsWith("csrf=true");
}
