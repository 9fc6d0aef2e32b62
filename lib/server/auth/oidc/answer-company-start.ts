import "server-only";
import type { NextRequest } from "next/server";
import { getLogger } from "../../logger";
import { answerJson, answerRefusal } from "../auth-answers";
import { callNextAuth } from "../call-next-auth";
import { toNextAuthOptions } from "../next-auth-options";
import { readAuthBody } from "../read-auth-body";
import { toCompanyProvider } from "./company-provider";
import { CompanyRefusal } from "./company-refusal";
import { getProvider, type Provider } from "./get-provider";
import { keepReturnPath } from "./handshake-cookies";

/**
 * `POST /api/auth/signin/company`: begins a sign-in with the company's provider. Answers a script with
 * the address to leave for; the policy of the page lets no form go there.
 */
export async function answerCompanyStart(request: NextRequest): Promise<Response> {
  const body = await readAuthBody(request);
  if (body instanceof Response) return body;
  const { callbackUrl } = body;
  try {
    return await start(request, callbackUrl, await getProvider());
  } catch (error) {
    if (!(error instanceof CompanyRefusal)) throw error;
    const { code, reason } = error;
    getLogger().warn({ code, reason }, "a sign-in with the provider could not begin");
    return answerRefusal(code, { callbackUrl });
  }
}

async function start(
  request: NextRequest,
  callbackUrl: string,
  provider: Provider,
): Promise<Response> {
  const options = toNextAuthOptions({ company: toCompanyProvider(provider) });
  const { redirectTo, setCookies } = await callNextAuth(request, "signin/company", options);
  // Anywhere else than to the provider it leads where the form's token was wrong.
  const { origin, pathname } = new URL(provider.authorizationUrl);
  if (!redirectTo?.startsWith(origin + pathname)) {
    return answerRefusal("FormExpired", { callbackUrl, setCookies });
  }
  const answer = { url: redirectTo, error: null, retryAfterSeconds: null };
  return answerJson(200, answer, [...setCookies, ...keepReturnPath(callbackUrl)]);
}
