import "server-only";
import type { LookupRequest, LookupResponse } from "@/lib/contracts/lookups";
import { recordAct } from "../audit/record-access";
import { requireMay, type SessionContext } from "./session-context";

/**
 * Has in the access log which sessions a pasted text opens; reading them is logged by itself. The
 * text stays in the browser. @throws DeskError AUDIT_UNAVAILABLE
 */
export async function noteLookup(
  { ids }: LookupRequest,
  context: SessionContext,
): Promise<LookupResponse> {
  requireMay(context, "session:read");
  const [only, ...others] = ids;
  const sessionId = only !== undefined && others.length === 0 ? only : null;
  await recordAct(context, { event: "lookup", outcome: "done", sessionId, details: { ids } });
  return { data: { count: ids.length }, error: null, meta: {} };
}
