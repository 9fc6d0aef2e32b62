import "server-only";
import { z } from "zod";
import type { OidcSettings } from "../../oidc-env";
import { askProvider } from "./ask-provider";
import { refuseAnswer } from "./company-refusal";
import type { Provider } from "./get-provider";
import { findClaim } from "./to-person";

export type Claims = Readonly<Record<string, unknown>> & { sub: string };

/**
 * What the provider says of the person: the ID token's claims, and what is missing there from the
 * userinfo address, which must speak of the same person. The signed ones stand.
 * @throws CompanyRefusal
 */
export async function readClaims(
  provider: Provider,
  signed: Claims,
  accessToken: string | null,
): Promise<Claims> {
  if (!provider.userinfoUrl || !accessToken || isComplete(signed, provider.settings)) return signed;
  const authorization = `Bearer ${accessToken}`;
  const raw = await askProvider({ url: provider.userinfoUrl, headers: { authorization } });
  const told = z.looseObject({ sub: z.string() }).safeParse(raw);
  if (!told.success || told.data.sub !== signed.sub) {
    throw refuseAnswer("the userinfo answer is of somebody else");
  }
  return { ...told.data, ...signed, ...pickAddress(signed, told.data) };
}

function isComplete(claims: Claims, { roleClaim, emailVerified }: OidcSettings): boolean {
  const isJudged = claims["email_verified"] !== undefined || emailVerified === "trust";
  const hasAddress = claims["email"] !== undefined && isJudged;
  return hasAddress && claims["name"] !== undefined && findClaim(claims, roleClaim) !== undefined;
}

/** An address and whether it is verified come from one source, never one half from each. */
function pickAddress(signed: Claims, told: Claims) {
  const isWhole = signed["email"] !== undefined && signed["email_verified"] !== undefined;
  const source = isWhole || told["email"] === undefined ? signed : told;
  return { email: source["email"], email_verified: source["email_verified"] };
}
