import "server-only";
import type { SignedOutEverywhereResponse } from "@/lib/contracts/staff";
import { routes } from "@/lib/routes";
import { UNKNOWN_ORIGIN } from "../audit/access-entry";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import type { SessionContext } from "../sessions/session-context";
import { endSignInsOfNow } from "./end-sign-in-now";
import { findEndSessionUrl, findProviderSession } from "./oidc/provider-sign-out";
import { recordSignOut } from "./record-sign-in";

/**
 * What a browser may still hold of the desk, as `Clear-Site-Data` names it. Not "cookies": that takes those
 * of every other tool on the same domain too, and the one that matters is taken away by name.
 */
export const LEFT_BEHIND = '"cache", "storage"';

/**
 * Ends every sign-in of the person who asks, this one among them, and then writes it down.
 * @throws DeskError AUDIT_UNAVAILABLE: they are ended all the same
 */
export async function signOutEverywhere(
  { staff, requestId, access = UNKNOWN_ORIGIN }: SessionContext,
  now: Date,
): Promise<SignedOutEverywhereResponse> {
  const session = await findProviderSession(await getDb(), staff.signInId);
  const ended = await endSignInsOfNow(staff.id, "everywhere", now);
  const from = { client: access.client, requestId: requestId ?? null };
  await recordSignOut(from, staff, { everywhere: true, count: ended });
  const endSessionUrl = session && (await findEndSessionUrl(session));
  const url = endSessionUrl ?? getEnv().nextauthUrl + routes.signIn();
  return { data: { ended, url }, error: null, meta: {} };
}
