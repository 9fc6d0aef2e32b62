import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { ERROR_CODES } from "@/lib/contracts/error-codes";
import type { Db } from "../../db/db";
import { getDb } from "../../db/get-db";
import { staff, staffSignIns } from "../../db/schema";
import { getEnv } from "../../env";
import { isDeskError } from "../../http/desk-error";
import { getLogger } from "../../logger";
import type { StaffRow } from "../../staff/staff-store";
import { answerJson } from "../auth-answers";
import { endSignInNow } from "../end-sign-in-now";
import { readForm } from "../read-auth-body";
import { recordSignOut, toActor, toSignInTry } from "../record-sign-in";
import { CompanyRefusal } from "./company-refusal";
import { getProvider } from "./get-provider";
import { isSpent, spend } from "./spent-values";
import { type ProviderLogout, verifyLogoutToken } from "./verify-logout-token";

type Ended = { signInId: string; account: StaffRow };

/** For as long as a provider may try again. */
const UNWRITTEN_KEPT_MS = 15 * 60_000;
const UNWRITTEN_MAX = 1_000;

/** Ended, but not yet in the access log: the provider is told so, sends it again, and it is written then. */
const unwritten = new LRUCache<string, Ended[]>({ max: UNWRITTEN_MAX, ttl: UNWRITTEN_KEPT_MS });

/**
 * `POST /api/auth/backchannel-logout`: the provider itself says that somebody signed out there (OpenID
 * Connect Back-Channel Logout 1.0). It needs no cookie and no form token: the signed token is the proof.
 */
export async function answerBackchannelLogout(request: Request): Promise<Response> {
  if (!getEnv().oidc) return answerJson(ERROR_CODES.NOT_FOUND.status, {});
  const form = await readForm(request);
  try {
    await endMeant(form.get("logout_token") ?? "", request);
    return answerJson(200, {});
  } catch (error) {
    if (isDeskError(error) && error.code === "AUDIT_UNAVAILABLE") {
      return answerJson(503, { error: "temporarily_unavailable" });
    }
    if (!(error instanceof CompanyRefusal)) throw error;
    getLogger().warn({ reason: error.reason }, "a logout of the provider was refused");
    return answerJson(400, { error: "invalid_request" });
  }
}

async function endMeant(token: string, request: Request): Promise<void> {
  const { jti, ...logout } = await verifyLogoutToken(token, await getProvider(), new Date());
  const key = `logout ${jti}`;
  // A provider may send it again, when the first answer was lost; it has been done then.
  if (isSpent(key)) return;
  const ended = unwritten.get(key) ?? (await endProviderSignIns(await getDb(), logout));
  unwritten.set(key, ended);
  getLogger().info({ count: ended.length }, "signed out by the provider");
  const from = toSignInTry(request.headers);
  for (let next = ended[0]; next; next = ended[0]) {
    const { account, signInId } = next;
    await recordSignOut(from, toActor(account, signInId), { by: "provider" });
    ended.shift();
  }
  spend(key);
  unwritten.delete(key);
}

/** Ends the sign-ins that the provider means, in the database and in this process's memory. */
async function endProviderSignIns(
  db: Db,
  { issuer, subject, sid }: ProviderLogout,
): Promise<Ended[]> {
  const meant = await db
    .select({ signInId: staffSignIns.id, account: staff })
    .from(staffSignIns)
    .innerJoin(staff, eq(staff.id, staffSignIns.staffId))
    .where(
      and(
        eq(staffSignIns.method, "company"),
        isNull(staffSignIns.endedAt),
        eq(staff.oidcIssuer, issuer),
        subject === null ? undefined : eq(staff.oidcSubject, subject),
        sid === null ? undefined : eq(staffSignIns.providerSid, sid),
      ),
    );
  for (const { signInId } of meant) await endSignInNow(signInId, "provider");
  return meant;
}
