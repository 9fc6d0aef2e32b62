import "server-only";
import type { NextRequest } from "next/server";
import { getEnv } from "../env";
import { isDeskError } from "../http/desk-error";
import { getLogger } from "../logger";
import { answerDone, answerRefusal } from "./auth-answers";
import { type AttemptOutcome, authenticate } from "./authenticate";
import { callNextAuth } from "./call-next-auth";
import { endSignInNow } from "./end-sign-in-now";
import { findStaffFromRequest } from "./find-staff";
import { toNextAuthOptions } from "./next-auth-options";
import { type AuthBody, readAuthBody } from "./read-auth-body";
import { toSignInTry } from "./record-sign-in";

/** `POST /api/auth/callback/credentials`: one attempt to sign in. */
export async function answerSignIn(request: NextRequest): Promise<Response> {
  const body = await readAuthBody(request);
  if (body instanceof Response) return body;
  const { callbackUrl } = body;
  if (!getEnv().localAccounts) return answerRefusal("PasswordsNotOffered", { callbackUrl });
  const attempted = await attempt(request, body).catch(toUnwritten);
  if (attempted === null) return answerRefusal("Unavailable", { callbackUrl });
  const { setCookies, outcome } = attempted;
  // next-auth stopped before the credentials: the form's token was wrong.
  if (!outcome) return answerRefusal("FormExpired", { callbackUrl, setCookies });
  if (outcome.kind !== "signed-in") {
    const { kind, ...wait } = outcome;
    getLogger().info({ outcome: kind }, "sign-in refused");
    const error = kind === "refused" ? "CredentialsSignin" : "TooManyAttempts";
    return answerRefusal(error, { callbackUrl, setCookies, ...wait });
  }
  getLogger().info({ staffId: outcome.id }, "signed in");
  // A second sign-in in the same browser takes the place of the first, whose cookie is gone.
  const before = await findStaffFromRequest(request);
  if (before) await endSignInNow(before.signInId, "replaced");
  return answerDone(callbackUrl, setCookies);
}

/** Null where the access log could not be written, so that nobody may be signed in. */
export function toUnwritten(fault: unknown): null {
  if (isDeskError(fault) && fault.code === "AUDIT_UNAVAILABLE") return null;
  throw fault;
}

type Attempted = { setCookies: string[]; outcome: AttemptOutcome | null };

async function attempt(request: NextRequest, { email, password }: AuthBody): Promise<Attempted> {
  const from = toSignInTry(request.headers);
  // Kept as a promise, because next-auth takes a thrown fault for a refusal.
  let pending: Promise<AttemptOutcome> | null = null;
  const options = toNextAuthOptions({
    authorize: async () => {
      pending = authenticate({ email, password, ...from }, new Date());
      const outcome = await pending;
      return outcome.kind === "signed-in" ? outcome : null;
    },
  });
  const { setCookies } = await callNextAuth(request, "callback/credentials", options);
  return { setCookies, outcome: await pending };
}
