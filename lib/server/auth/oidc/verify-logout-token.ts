import "server-only";
import { type JWTPayload, jwtVerify } from "jose";
import { z } from "zod";
import { CompanyRefusal, refuseAnswer } from "./company-refusal";
import type { Provider } from "./get-provider";
import { ALGORITHMS } from "./provider-metadata";
import { CLOCKS_DIFFER_SECONDS } from "./read-claims";

const EVENT = "http://schemas.openid.net/event/backchannel-logout";

/** Whom the provider signs out: one of its own sessions, or everything of one person. */
export type ProviderLogout = { issuer: string; subject: string | null; sid: string | null };

/** The provider sends it at once; somebody with a copy must not be able to use it much later. */
const TOKEN_AGE_MAX = "5m";

const logoutSchema = z
  .object({
    jti: z.string().min(1),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    events: z.looseObject({ [EVENT]: z.looseObject({}) }),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/**
 * Checks a logout token as OpenID Connect Back-Channel Logout 1.0, section 2.6, asks. The event and the
 * missing nonce tell it from an ID token, which is signed with the same key.
 * @throws CompanyRefusal
 */
export async function verifyLogoutToken(
  token: string,
  provider: Provider,
  now: Date,
): Promise<ProviderLogout & { jti: string }> {
  const parsed = logoutSchema.safeParse(await verify(token, provider, now));
  if (!parsed.success) throw refuseAnswer("the token is no logout token");
  const { jti, sub, sid } = parsed.data;
  return { issuer: provider.issuer, subject: sub ?? null, sid: sid ?? null, jti };
}

async function verify(token: string, provider: Provider, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, provider.getKey, {
      algorithms: ALGORITHMS,
      issuer: provider.issuer,
      audience: provider.settings.clientId,
      maxTokenAge: TOKEN_AGE_MAX,
      requiredClaims: ["iat", "jti", "events"],
      clockTolerance: CLOCKS_DIFFER_SECONDS,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof CompanyRefusal) throw error;
    const { code }: { code?: unknown } = Object(error);
    throw refuseAnswer(`the token does not hold (${code})`);
  }
}
