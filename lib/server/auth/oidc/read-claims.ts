import "server-only";
import { decodeJwt } from "jose";
import type { OidcSettings } from "../../oidc-env";
import { refuseAnswer } from "./company-refusal";
import type { Provider } from "./get-provider";
import { findClaim } from "./to-person";

export type Claims = Readonly<Record<string, unknown>> & { sub: string };

/** How far the provider's clock may be from the desk's. */
export const CLOCKS_DIFFER_SECONDS = 30;
const ID_TOKEN_AGE_SECONDS = 60 * 60;
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/**
 * What the provider says of the person: the verified ID token's claims, and what is missing there from the
 * userinfo address, which must speak of the same person. The signed ones stand.
 * @throws CompanyRefusal
 */
export async function readClaims(
  { userinfoUrl, settings }: Provider,
  tokens: { id_token?: string; access_token?: string },
  askUserinfo: (accessToken: string) => Promise<Record<string, unknown>>,
): Promise<Claims> {
  const signed = requireValidClaims(decodeJwt(tokens.id_token ?? ""));
  if (!userinfoUrl || !tokens.access_token || isComplete(signed, settings)) return signed;
  const told = await askUserinfo(tokens.access_token);
  if (told["sub"] !== signed.sub) throw refuseAnswer("the userinfo answer is of somebody else");
  return { ...told, ...signed, ...pickAddress(signed, told) };
}

/**
 * What openid-client does not ask of an ID token: that it is neither of the future nor of long ago, and
 * that its subject is at most 255 ASCII characters, as the specification says.
 */
function requireValidClaims(claims: Readonly<Record<string, unknown>>): Claims {
  const { sub, iat } = claims;
  const age = Date.now() / 1000 - Number(iat);
  if (!(age > -CLOCKS_DIFFER_SECONDS && age < ID_TOKEN_AGE_SECONDS)) {
    throw refuseAnswer("the token is of another time");
  }
  if (typeof sub !== "string" || !SUBJECT.test(sub)) throw refuseAnswer("the token names nobody");
  return { ...claims, sub };
}

function isComplete(claims: Claims, { roleClaim, emailVerified }: OidcSettings): boolean {
  const isJudged = claims["email_verified"] !== undefined || emailVerified === "trust";
  const hasAddress = claims["email"] !== undefined && isJudged;
  return hasAddress && claims["name"] !== undefined && findClaim(claims, roleClaim) !== undefined;
}

/** An address and whether it is verified come from one source, never one half from each. */
function pickAddress(signed: Claims, told: Record<string, unknown>) {
  const isWhole = signed["email"] !== undefined && signed["email_verified"] !== undefined;
  const source = isWhole || told["email"] === undefined ? signed : told;
  return { email: source["email"], email_verified: source["email_verified"] };
}
