import "server-only";
import type { NextRequest } from "next/server";
import { toCode } from "../../db/database-fault-error";
import { getLogger } from "../../logger";
import { answerRedirect, toSignInPath } from "../auth-answers";
import { callNextAuth } from "../call-next-auth";
import { endSignInNow } from "../end-sign-in-now";
import { findStaffFromRequest } from "../find-staff";
import { toNextAuthOptions } from "../next-auth-options";
import { recordRefusal, type SignedIn, type SignInTry, toSignInTry } from "../record-sign-in";
import { toCompanyProvider } from "./company-provider";
import { CompanyRefusal } from "./company-refusal";
import { getProvider } from "./get-provider";
import { findReturnPath, forgetHandshake } from "./handshake-cookies";
import { readCallbackQuery } from "./read-callback";
import { signInPerson } from "./sign-in-person";

type Attempt = {
  request: NextRequest;
  from: SignInTry;
  /** What went wrong after next-auth had found the cookies of the attempt. */
  errors: unknown[];
};

/**
 * `GET /api/auth/callback/company`: the browser comes back from the company's provider. Whatever it
 * brings, the answer leads to a page: the one that was wanted, or the sign-in page with the reason.
 */
export async function answerCompanyCallback(request: NextRequest): Promise<Response> {
  const attempt: Attempt = { request, from: toSignInTry(request.headers), errors: [] };
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
    return answerRedirect(toSignInPath(code, returnTo), forgetHandshake());
  }
}

async function receive({ request, from, errors }: Attempt) {
  const provider = await getProvider();
  const signedIn: SignedIn[] = [];
  const company = toCompanyProvider(provider, {
    query: readCallbackQuery(request.nextUrl),
    signIn: async (claims, idToken) => {
      const opened = await signInPerson(provider, { claims, idToken, from }, new Date());
      signedIn.push(opened);
      // A copy, because next-auth writes an address into it.
      return { ...opened };
    },
    onError: (error) => void errors.push(error),
  });
  const options = toNextAuthOptions({ company });
  const { setCookies } = await callNextAuth(request, "callback/company", options);
  if (errors.length > 0) throw errors[0];
  const [opened] = signedIn;
  if (!opened) throw new CompanyRefusal("CompanyExpired", "the cookies of the attempt do not hold");
  return { setCookies, staffId: opened.id };
}

/** What the page says, after it was written down. */
async function toRefusalCode(error: unknown, { from, errors }: Attempt) {
  const { requestId } = from;
  if (!(error instanceof CompanyRefusal)) {
    // The code alone: a message may hold what somebody sent.
    getLogger().error({ fault: toCode(error), requestId }, "a sign-in with the provider failed");
    return "CompanyDeskFault";
  }
  const { code, reason } = error;
  getLogger().warn({ code, reason, requestId }, "a sign-in with the provider was refused");
  // Without the cookies of an attempt anybody could fill the access log.
  if (code === "CompanyExpired" || !errors.includes(error)) return code;
  return recordRefusal(from, error.account, { method: "company", code }).then(
    () => code,
    () => "CompanyDeskFault" as const,
  );
}
