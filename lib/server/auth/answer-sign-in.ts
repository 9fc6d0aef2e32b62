import "server-only";
import { getEnv } from "../env";
import { isDeskError } from "../http/desk-error";
import { toRequestId } from "../http/request-id";
import { getLogger } from "../logger";
import { answerDone, answerRefusal, type Refusal } from "./auth-answers";
import { type AuthBody, findAuthBody } from "./auth-body";
import { type AttemptOutcome, authenticate } from "./authenticate";
import { getClientAddress } from "./client-address";
import { endSignInNow } from "./end-sign-in-now";
import { findStaffFromRequest } from "./find-staff";
import { findForeignRefusal } from "./foreign-refusal";
import { callNextAuth, type NextAuthAnswer } from "./next-auth-call";
import { toNextAuthOptions } from "./next-auth-options";
import { toNextAuthCall } from "./next-auth-request";

/** `POST /api/auth/callback/credentials`: one attempt to sign in. */
export async function answerSignIn(request: Request): Promise<Response> {
  const foreign = findForeignRefusal(request);
  if (foreign) return foreign;
  const body = await findAuthBody(request);
  if (!body) return answerRefusal(refuse("TooLarge"), null);
  if (!getEnv().localAccounts) return answerRefusal(refuse("PasswordsNotOffered"), body);
  const attempted = await attempt(request, body).catch(toUnwritten);
  if (attempted === null) return answerRefusal(refuse("Unavailable"), body);
  const { answer, outcome } = attempted;
  if (outcome?.kind !== "signed-in")
    return answerRefusal(toRefusal(outcome), body, answer.setCookies);
  getLogger().info({ staffId: outcome.staffId }, "signed in");
  // A second sign-in in the same browser takes the place of the first, whose cookie is gone.
  const before = await findStaffFromRequest(request);
  if (before) await endSignInNow(before.signInId, "replaced");
  return answerDone(body, answer.setCookies);
}

/** Null where the access log could not be written, so that nobody may be signed in. */
export function toUnwritten(fault: unknown): null {
  if (isDeskError(fault) && fault.code === "AUDIT_UNAVAILABLE") return null;
  throw fault;
}

type Attempted = { answer: NextAuthAnswer; outcome: AttemptOutcome | null };

/** The outcome is null when next-auth stopped before the credentials: its form token was wrong. */
async function attempt(request: Request, body: AuthBody): Promise<Attempted> {
  const client = getClientAddress(request.headers);
  const requestId = toRequestId(request.headers);
  // Kept as a promise, because next-auth takes a thrown fault for a refusal.
  const outcomes: Promise<AttemptOutcome>[] = [];
  const options = toNextAuthOptions({
    authorize: async (email, password) => {
      const pending = authenticate({ email, password, client, requestId }, new Date());
      outcomes.push(pending);
      const outcome = await pending;
      return outcome.kind === "signed-in"
        ? { id: outcome.staffId, signInId: outcome.signInId }
        : null;
    },
  });
  const answer = await callNextAuth(toNextAuthCall("callback/credentials", request, body), options);
  return { answer, outcome: (await outcomes[0]) ?? null };
}

function toRefusal(outcome: Exclude<AttemptOutcome, { kind: "signed-in" }> | null): Refusal {
  if (!outcome) return refuse("FormExpired");
  getLogger().info({ outcome: outcome.kind }, "sign-in refused");
  if (outcome.kind === "refused") return refuse("CredentialsSignin");
  return { error: "TooManyAttempts", retryAfterSeconds: outcome.retryAfterSeconds };
}

function refuse(error: Refusal["error"]): Refusal {
  return { error, retryAfterSeconds: null };
}
