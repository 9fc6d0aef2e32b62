import "server-only";
import type { NextRequest } from "next/server";
import type { Staff } from "@/lib/domain/staff";
import { routes } from "@/lib/routes";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { toUnwritten } from "./answer-sign-in";
import { answerJson, answerRefusal } from "./auth-answers";
import { callNextAuth } from "./call-next-auth";
import { findCookie, sessionCookieName } from "./cookies";
import { endSignInNow } from "./end-sign-in-now";
import { findStaffFromRequest } from "./find-staff";
import { toNextAuthOptions } from "./next-auth-options";
import { findEndSessionUrl, findProviderSession } from "./oidc/provider-sign-out";
import { readAuthBody } from "./read-auth-body";
import { recordSignOut, toSignInTry } from "./record-sign-in";
import { decodeSessionToken } from "./session-token";
import { LEFT_BEHIND } from "./sign-out-everywhere";

/**
 * `POST /api/auth/signout`: ends the sign-in's row, then takes the cookie away. A script is told where to
 * go next: to the provider, where somebody who came from there signs out too.
 */
export async function answerSignOut(request: NextRequest): Promise<Response> {
  const body = await readAuthBody(request);
  if (body instanceof Response) return body;
  const staff = await findStaffFromRequest(request);
  const { redirectTo, setCookies } = await callNextAuth(request, "signout", toNextAuthOptions({}));
  if (redirectTo === null || redirectTo.endsWith("csrf=true")) {
    return answerRefusal("FormExpired", { callbackUrl: body.callbackUrl, setCookies });
  }
  const endSessionUrl = await endAndLeave(request);
  const isUnlogged = staff !== null && !(await isRecorded(request, staff));
  const url = endSessionUrl ?? getEnv().nextauthUrl + routes.signIn();
  const done = isUnlogged
    ? answerRefusal("SignedOutUnlogged", { callbackUrl: body.callbackUrl, setCookies })
    : answerJson(200, { url }, setCookies);
  done.headers.set("clear-site-data", LEFT_BEHIND);
  return done;
}

/** Ends the sign-in first, whatever the provider does; gives where to sign out there, if there too. */
async function endAndLeave({ headers }: NextRequest): Promise<string | null> {
  const value = findCookie(headers.get("cookie"), sessionCookieName()) ?? "";
  const token = await decodeSessionToken(value, getEnv().nextauthSecret, new Date());
  if (!token) return null;
  const session = await findProviderSession(await getDb(), token.signInId);
  await endSignInNow(token.signInId, "signed_out");
  return session && findEndSessionUrl(session);
}

/** Whether the sign-out, which has happened, is written down. */
async function isRecorded({ headers }: Request, staff: Staff): Promise<boolean> {
  const written = recordSignOut(toSignInTry(headers), staff, { everywhere: false, count: 1 });
  return (await written.then(() => true, toUnwritten)) ?? false;
}
