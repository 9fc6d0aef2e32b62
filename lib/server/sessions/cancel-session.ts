import "server-only";
import type { CancelResponse } from "@/lib/contracts/api";
import { isOpen, type SessionRecord } from "@/lib/domain/session";
import { DeskError, isDeskError } from "../http/desk-error";
import { getLogger } from "../logger";
import { getUpstreamClient } from "../upstream/get-upstream-client";
import type { SessionRead } from "../upstream/types";
import {
  isUpstreamError,
  type UpstreamError,
  type UpstreamFaultKind,
} from "../upstream/upstream-error";
import { requireMay, type SessionContext } from "./session-context";

/**
 * Cancels a session and tells what is true afterwards. Kayle answers 204 whatever the session was
 * (recorded server 1.6.0), so only reading before and after says what the call did.
 *
 * @throws DeskError CANCEL_UNCONFIRMED when the cancel may have happened and cannot be seen.
 */
export async function cancelSession(id: string, context: SessionContext): Promise<CancelResponse> {
  requireMay(context, "session:cancel");
  const before = await readNow(id, context);
  const doubt = await sendCancel(id, context);
  const after = await readAfterwards(id, context);
  if (doubt && isOpen(after.session)) throw toStillOpenFault(doubt);

  const outcome = toOutcome(before.session, after.session);
  const { session, fetchedAt, unknownFields } = after;
  logCancel(id, context, outcome, before.session.status, session.status);
  const meta = { fetchedAt, unknownFields, outcome, statusBefore: before.session.status };
  return { data: session, error: null, meta };
}

/** Faults after which Kayle may have cancelled all the same. */
const IN_DOUBT: readonly UpstreamFaultKind[] = [
  "unreachable",
  "deadline",
  "server_error",
  "contract",
];

/** Gives the fault when it is unknown whether the cancel took effect; throws when it did not. */
async function sendCancel(id: string, { onCall }: SessionContext): Promise<UpstreamError | null> {
  try {
    await getUpstreamClient().cancelSession(id, { onCall });
    return null;
  } catch (error) {
    if (isUpstreamError(error) && IN_DOUBT.includes(error.kind)) return error;
    throw error;
  }
}

/** Without the person's signal: who has begun to cancel must not leave it half known. */
function readNow(id: string, { onCall }: SessionContext): Promise<SessionRead> {
  return getUpstreamClient().getSession(id, { onCall, fresh: true });
}

async function readAfterwards(id: string, context: SessionContext): Promise<SessionRead> {
  try {
    return await readNow(id, context);
  } catch (error) {
    const detail = isDeskError(error) ? error.logDetail : "an unforeseen error";
    throw toUnconfirmed(`the read after the cancel failed: ${detail}`);
  }
}

/** Kayle's own error is final; a call that was cut off may still be at work over there. */
function toStillOpenFault(doubt: UpstreamError): DeskError {
  if (doubt.kind === "server_error" || doubt.kind === "contract") return doubt;
  return toUnconfirmed(`the cancel's own answer was lost: ${doubt.logDetail}`);
}

function toUnconfirmed(logDetail: string): DeskError {
  return new DeskError("CANCEL_UNCONFIRMED", { logDetail });
}

function toOutcome(before: SessionRecord, after: SessionRecord): CancelResponse["meta"]["outcome"] {
  if (isOpen(after)) return "still_open";
  return isOpen(before) && after.status === "cancelled"
    ? "cancelled_by_this_call"
    : "already_ended";
}

/** Who cancelled what. The reason is the person's own text, so it stays out of the log. */
function logCancel(
  sessionId: string,
  { staff, requestId }: SessionContext,
  outcome: string,
  statusBefore: string,
  statusAfter: string,
): void {
  const line = { requestId, staffId: staff.id, sessionId, outcome, statusBefore, statusAfter };
  getLogger().info(line, "session cancel");
}
