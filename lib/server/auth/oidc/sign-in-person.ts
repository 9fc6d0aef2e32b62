import "server-only";
import { getDb } from "../../db/get-db";
import { getEnv } from "../../env";
import type { StaffRow } from "../../staff/staff-store";
import { endSignInsOfNow } from "../end-sign-in-now";
import { openSignIn, type SignedIn, type SignInTry } from "../record-sign-in";
import { type AccountChange, findBound, openAccount } from "./company-account";
import { CompanyRefusal } from "./company-refusal";
import type { Provider } from "./get-provider";
import type { Claims } from "./read-claims";
import { toPerson } from "./to-person";

/** Longer ones would not fit into an address; signing out there works without. */
const ID_TOKEN_CHARACTERS_MAX = 4_096;
const SID_CHARACTERS_MAX = 512;

/** A refusal that concerns a known account, which the access log then names. */
export class AccountRefusal extends CompanyRefusal {
  constructor(
    refusal: CompanyRefusal,
    readonly account: StaffRow,
  ) {
    super(refusal.code, refusal.reason);
  }
}

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
): Promise<{ account: StaffRow; change: AccountChange }> {
  const db = await getDb();
  try {
    const person = toPerson(claims, provider.issuer, provider.settings);
    const opened = await openAccount(db, person, getEnv());
    if (opened.refusal) throw new AccountRefusal(opened.refusal, opened.account);
    return opened;
  } catch (error) {
    if (!(error instanceof CompanyRefusal) || error instanceof AccountRefusal) throw error;
    const bound = await findBound(db, { issuer: provider.issuer, subject: claims.sub });
    if (!bound) throw error;
    // What was taken away at the provider is taken away here too, in every browser.
    await endSignInsOfNow(bound.id, "revoked", now);
    throw new AccountRefusal(error, bound);
  }
}
