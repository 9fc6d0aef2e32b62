import "server-only";
import { getLogger } from "../../logger";
import { answerJson, answerRefusal, type Refusal } from "../auth-answers";
import { type AuthBody, findAuthBody } from "../auth-body";
import { findForeignRefusal } from "../foreign-refusal";
import { callNextAuth, type NextAuthAnswer } from "../next-auth-call";
import { toNextAuthOptions } from "../next-auth-options";
import { toNextAuthCall } from "../next-auth-request";
import { receiveNothing } from "./company-provider";
import { CompanyRefusal } from "./company-refusal";
import { getProvider, type Provider } from "./get-provider";
import { keepReturnPath } from "./handshake-cookies";

/**
 * `POST /api/auth/signin/company`: begins a sign-in with the company's provider. Answers a script with
 * the address to leave for; the policy of the page lets no form go there.
 */
export async function answerCompanyStart(request: Request): Promise<Response> {
  const foreign = findForeignRefusal(request);
  if (foreign) return foreign;
  const body = await findAuthBody(request);
  if (!body) return answerRefusal(refuse("TooLarge"), null);
  try {
    return await start(request, body, await getProvider());
  } catch (error) {
    if (!(error instanceof CompanyRefusal)) throw error;
    const { code, reason } = error;
    getLogger().warn({ code, reason }, "a sign-in with the provider could not begin");
    return answerRefusal(refuse(code), body);
  }
}

async function start(request: Request, body: AuthBody, provider: Provider): Promise<Response> {
  const options = toNextAuthOptions({ company: { provider, receive: receiveNothing } });
  const answer = await callNextAuth(toNextAuthCall("signin/company", request, body), options);
  const url = findProviderUrl(answer, provider);
  if (!url) return answerRefusal(refuse("FormExpired"), body, answer.setCookies);
  const setCookies = [...answer.setCookies, ...keepReturnPath(body.callbackUrl)];
  return answerJson(200, { url, error: null, retryAfterSeconds: null }, setCookies);
}

/** Null where next-auth would go somewhere else: the form's token was wrong. */
function findProviderUrl({ body }: NextAuthAnswer, provider: Provider): string | null {
  const url = body !== null && typeof body === "object" && "url" in body ? body.url : null;
  const { origin, pathname } = new URL(provider.authorizationUrl);
  return typeof url === "string" && url.startsWith(origin + pathname) ? url : null;
}

function refuse(error: Refusal["error"]): Refusal {
  return { error, retryAfterSeconds: null };
}
