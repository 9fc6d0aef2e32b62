import "server-only";
import { routes } from "@/lib/routes";
import { toAccessOrigin } from "../../audit/access-origin";
import { recordAccess } from "../../audit/record-access";
import { toCode } from "../../db/database-fault-error";
import { getEnv } from "../../env";
import { createRequestId } from "../../http/request-id";
import { getLogger } from "../../logger";
import { answerRedirect, toSignInPath } from "../auth-answers";
import { endSignInNow } from "../end-sign-in-now";
import { findStaffFromRequest } from "../find-staff";
import { callNextAuth } from "../next-auth-call";
import { toNextAuthOptions } from "../next-auth-options";
import { toCompanyCallback } from "../next-auth-request";
import type { HandshakeChecks, SignedIn } from "./company-provider";
import { CompanyRefusal } from "./company-refusal";
import { exchangeCode } from "./exchange-code";
import { getProvider, type Provider } from "./get-provider";
import { findReturnPath, forgetHandshake } from "./handshake-cookies";
import { type CallbackQuery, requireReceived, toCallbackQuery } from "./read-callback";
import { readClaims } from "./read-claims";
import { AccountRefusal, signInPerson } from "./sign-in-person";
import { verifyIdToken } from "./verify-token";

type Attempt = { request: Request; requestId: string; query: CallbackQuery };

/**
 * `GET /api/auth/callback/company`: the browser comes back from the company's provider. Whatever it
 * brings, the answer leads to a page: the one that was wanted, or the sign-in page with the reason.
 */
export async function answerCompanyCallback(request: Request): Promise<Response> {
  const attempt = { request, requestId: createRequestId(), query: toCallbackQuery(request.url) };
  const returnTo = findReturnPath(request.headers.get("cookie"));
  try {
    const before = await findStaffFromRequest(request);
    const { setCookies, staffId } = await receive(attempt);
    // A second sign-in in the same browser takes the place of the first, whose cookie is gone.
    if (before) await endSignInNow(before.signInId, "replaced");
    getLogger().info({ staffId, method: "company" }, "signed in");
    return answerRedirect(returnTo, [...forgetHandshake(), ...setCookies]);
  } catch (error) {
    const code = await toRefusalCode(error, attempt);
    const path = toSignInPath({ error: code, retryAfterSeconds: null }, returnTo);
    return answerRedirect(path, forgetHandshake());
  }
}

async function receive(attempt: Attempt): Promise<{ setCookies: string[]; staffId: string }> {
  const provider = await getProvider();
  // Kept as a promise, because next-auth takes a thrown fault for a refusal.
  const ends: Promise<SignedIn>[] = [];
  const options = toNextAuthOptions({
    company: {
      provider,
      receive: (checks) => {
        const end = toSignedIn(attempt, checks, provider);
        ends.push(end);
        return end;
      },
    },
  });
  const { code, state } = attempt.query;
  const query = { ...(code && { code }), ...(state && { state }) };
  const answer = await callNextAuth(toCompanyCallback(attempt.request, query), options);
  const end = ends[0];
  if (!end) throw new CompanyRefusal("CompanyExpired", "the cookies of the attempt do not hold");
  const { id } = await end;
  return { setCookies: answer.setCookies, staffId: id };
}

async function toSignedIn(
  { request, requestId, query }: Attempt,
  checks: HandshakeChecks,
  provider: Provider,
): Promise<SignedIn> {
  const { code, codeVerifier, nonce } = requireReceived(query, checks, provider);
  const redirectUri = getEnv().nextauthUrl + routes.api.companyCallback();
  const { idToken, accessToken } = await exchangeCode(provider, {
    code,
    codeVerifier,
    redirectUri,
  });
  const now = new Date();
  const signed = await verifyIdToken(idToken, provider, { nonce, accessToken, now });
  const claims = await readClaims(provider, signed, accessToken);
  const origin = toAccessOrigin(request.headers);
  return signInPerson(provider, { claims, idToken, origin, requestId }, now);
}

function toKnown({ id, name, disabledAt }: AccountRefusal["account"]) {
  return { accountId: id, account: name, isClosed: disabledAt !== null };
}

/** What the page says, after it was written down. */
async function toRefusalCode(error: unknown, { request, requestId }: Attempt) {
  if (!(error instanceof CompanyRefusal)) {
    // The code alone: a message may hold what somebody sent.
    getLogger().error({ fault: toCode(error), requestId }, "a sign-in with the provider failed");
    return "CompanyDeskFault";
  }
  const { code, reason } = error;
  getLogger().warn({ code, reason, requestId }, "a sign-in with the provider was refused");
  // Without the cookies of an attempt anybody could fill the access log.
  if (code === "CompanyExpired" || code === "CompanyNotOffered") return code;
  // Nobody is the actor: the account that was meant need not be the person's.
  const known = error instanceof AccountRefusal ? toKnown(error.account) : {};
  const entry = {
    ...toAccessOrigin(request.headers),
    event: "sign_in_refused",
    outcome: "refused",
    actor: null,
    sessionId: null,
    requestId,
    details: { method: "company", code, ...known },
  } as const;
  return recordAccess(entry).then(
    () => code,
    () => "CompanyDeskFault" as const,
  );
}
