import "server-only";
import { z } from "zod";
import { askProvider, type ProviderQuestion } from "./ask-provider";
import { refuseAnswer } from "./company-refusal";
import type { Provider } from "./get-provider";

const tokensSchema = z.object({
  id_token: z.string(),
  access_token: z.string().optional(),
  token_type: z.string().optional(),
});
export type Tokens = { idToken: string; accessToken: string | null };

export type CodeGrant = { code: string; codeVerifier: string; redirectUri: string };

/**
 * Trades the code for tokens, which nobody has checked yet. RFC 6749, section 4.1.3; RFC 7636.
 * @throws CompanyRefusal
 */
export async function exchangeCode(provider: Provider, grant: CodeGrant): Promise<Tokens> {
  const raw = await askProvider(toQuestion(provider, grant));
  const parsed = tokensSchema.safeParse(raw);
  if (!parsed.success) throw refuseAnswer("the token answer holds no ID token");
  const { id_token, access_token, token_type } = parsed.data;
  const isBearer = token_type?.toLowerCase() === "bearer";
  return { idToken: id_token, accessToken: isBearer ? (access_token ?? null) : null };
}

function toQuestion(provider: Provider, grant: CodeGrant): ProviderQuestion {
  const { clientId, clientSecret } = provider.settings;
  const form = {
    grant_type: "authorization_code",
    code: grant.code,
    redirect_uri: grant.redirectUri,
    code_verifier: grant.codeVerifier,
  };
  if (provider.clientAuth === "post") {
    const secret = { client_id: clientId, client_secret: clientSecret };
    return { url: provider.tokenUrl, form: { ...form, ...secret } };
  }
  const pair = `${toFormText(clientId)}:${toFormText(clientSecret)}`;
  const authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  return { url: provider.tokenUrl, headers: { authorization }, form };
}

/** As in a form (RFC 6749, section 2.3.1), so that a colon or a plus arrives as what it is. */
function toFormText(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}
