import "server-only";
import { getDb } from "../../db/get-db";
import { getEnv } from "../../env";
import { endSignInsOfNow } from "../end-sign-in-now";
import { openSignIn, type SignedIn, type SignInTry } from "../record-sign-in";
import { findBound, type OpenedAccount, openAccount } from "./company-account";
import { CompanyRefusal } from "./company-refusal";
import type { Provider } from "./get-provider";
import type { Claims } from "./read-claims";
import { toPerson } from "./to-person";

/** Longer ones would not fit into an address; signing out there works without. */
const ID_TOKEN_CHARACTERS_MAX = 4_096;
const SID_CHARACTERS_MAX = 512;

type Proved = { claims: Claims; idToken: string; from: SignInTry };

/**
 * Opens a sign-in for somebody whom the provider has vouched for, and writes it down.
 * @throws CompanyRefusal where they may not; what they had open here is then ended.
 * @throws DeskError AUDIT_UNAVAILABLE; nobody is signed in then.
 */
export async function signInPerson(
  provider: Provider,
  { claims, idToken, from }: Proved,
  now: Date,
): Promise<SignedIn> {
  const { account, change } = await requireAccount(provider, claims, now);
  const { sid } = claims;
  const origin = {
    method: "company" as const,
    providerSid: typeof sid === "string" && sid.length <= SID_CHARACTERS_MAX ? sid : null,
    idToken: idToken.length <= ID_TOKEN_CHARACTERS_MAX ? idToken : null,
  };
  return openSignIn(account, from, origin, change, now);
}

async function requireAccount(
  provider: Provider,
  claims: Claims,
  now: Date,
): Promise<OpenedAccount> {
  const db = await getDb();
  try {
    const person = toPerson(claims, provider.issuer, provider.settings);
    return await openAccount(db, person, getEnv());
  } catch (error) {
    if (!(error instanceof CompanyRefusal) || error.account) throw error;
    const bound = await findBound(db, { issuer: provider.issuer, subject: claims.sub });
    if (!bound) throw error;
    // What was taken away at the provider is taken away here too, in every browser.
    await endSignInsOfNow(bound.id, "revoked", now);
    throw new CompanyRefusal(error.code, error.reason, bound);
  }
}
