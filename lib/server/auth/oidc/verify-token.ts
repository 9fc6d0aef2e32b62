import "server-only";
import { createHash } from "node:crypto";
import { type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import { CompanyRefusal, refuseAnswer } from "./company-refusal";
import type { Provider } from "./get-provider";

/** Signatures by a key that the provider alone has. Never `none`, and never a shared secret (HS…). */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512"],
];
/** How far the provider's clock may be from the desk's. */
const CLOCKS_DIFFER_SECONDS = 30;
const TOKEN_CHARACTERS_MAX = 64 * 1024;
const ID_TOKEN_AGE_MAX = "1h";

/**
 * Gives what a token says once the provider's signature, issuer, audience and times have been checked.
 * @throws CompanyRefusal
 */
export async function verifyToken(
  token: unknown,
  provider: Provider,
  rules: Pick<JWTVerifyOptions, "maxTokenAge" | "requiredClaims">,
  now: Date,
): Promise<JWTPayload> {
  if (typeof token !== "string" || token.length > TOKEN_CHARACTERS_MAX) {
    throw refuseAnswer("there is no token, or too long a one");
  }
  try {
    const { payload } = await jwtVerify(token, provider.getKey, {
      ...rules,
      algorithms: ALGORITHMS,
      issuer: provider.issuer,
      audience: provider.settings.clientId,
      clockTolerance: CLOCKS_DIFFER_SECONDS,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof CompanyRefusal) throw error;
    throw refuseAnswer(`the token does not hold (${toCode(error)})`);
  }
}

export type IdTokenChecks = { nonce: string; accessToken: string | null; now: Date };

/**
 * Checks an ID token as OpenID Connect Core 1.0, section 3.1.3.7, asks. A token of the future or from
 * long ago is refused, and so is one that is meant for several and not issued to the desk.
 * @throws CompanyRefusal
 */
export async function verifyIdToken(
  token: unknown,
  provider: Provider,
  { nonce, accessToken, now }: IdTokenChecks,
): Promise<JWTPayload & { sub: string }> {
  const rules = { maxTokenAge: ID_TOKEN_AGE_MAX, requiredClaims: ["exp", "iat", "sub", "nonce"] };
  const claims = await verifyToken(token, provider, rules, now);
  if (claims["nonce"] !== nonce) throw refuseAnswer("the token is of another sign-in");
  const { azp, at_hash: hash } = claims;
  const isShared = Array.isArray(claims.aud) && claims.aud.length > 1;
  if ((azp !== undefined || isShared) && azp !== provider.settings.clientId) {
    throw refuseAnswer("the token was issued to another client");
  }
  if (hash !== undefined && accessToken && !isHashOf(hash, accessToken, String(token))) {
    throw refuseAnswer("the token goes with another access token");
  }
  return { ...claims, sub: requireSubject(claims.sub) };
}

const SUBJECT_CHARACTERS_MAX = 255;

/** At most 255 ASCII characters, says the specification. */
function requireSubject(sub: unknown): string {
  if (typeof sub === "string" && /^[\x20-\x7e]+$/.test(sub) && sub.length <= SUBJECT_CHARACTERS_MAX)
    return sub;
  throw refuseAnswer("the token names nobody");
}

/** `at_hash`: the left half of the hash whose size the token's own algorithm names. */
function isHashOf(hash: unknown, accessToken: string, token: string): boolean {
  const header = Buffer.from(token.split(".", 1).join(""), "base64url").toString();
  const size = /"alg"\s*:\s*"[A-Z]{2}(?<size>256|384|512)"/.exec(header)?.groups?.["size"];
  const digest = createHash(`sha${size ?? 256}`)
    .update(accessToken, "ascii")
    .digest();
  return hash === digest.subarray(0, digest.length / 2).toString("base64url");
}

function toCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : "no code";
}
