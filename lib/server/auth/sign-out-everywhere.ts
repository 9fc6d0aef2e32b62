import "server-only";
import type { SignedOutEverywhereResponse } from "@/lib/contracts/staff";
import { UNKNOWN_ORIGIN } from "../audit/access-entry";
import type { SessionContext } from "../sessions/session-context";
import { endSignInsOfNow } from "./end-sign-in-now";
import { recordSignOut } from "./record-sign-in";

/**
 * Ends every sign-in of the person who asks, this one among them, and then writes it down.
 * @throws DeskError AUDIT_UNAVAILABLE: they are ended all the same
 */
export async function signOutEverywhere(
  { staff, requestId, access = UNKNOWN_ORIGIN }: SessionContext,
  now: Date,
): Promise<SignedOutEverywhereResponse> {
  const ended = await endSignInsOfNow(staff.id, "everywhere", now);
  const from = { client: access.client, requestId: requestId ?? null };
  await recordSignOut(from, staff, { everywhere: true, count: ended });
  return { data: { ended }, error: null, meta: {} };
}
