import "server-only";
import type { CancelRequest, CancelResponse } from "@/lib/contracts/api";
import { redactSecrets } from "@/lib/domain/redact";
import { isOpen, type SessionRecord } from "@/lib/domain/session";
import { DeskError, isDeskError } from "../http/desk-error";
import { requireSessionId } from "../http/require-session-id";
import { getLogger } from "../logger";
import {
  canWriteAtKayle,
  getUpstreamClient,
  getUpstreamWriter,
} from "../upstream/get-upstream-client";
import { getSharedReads } from "../upstream/shared-reads";
import type { SessionRead, UpstreamWriter } from "../upstream/types";
import {
  isUpstreamError,
  type UpstreamError,
  type UpstreamFaultKind,
} from "../upstream/upstream-error";
import { onceForAttempt } from "./attempts";
import { type FoundDetails, recordRefusal, withRecordedAct } from "./recorded-act";
import { requireMay, type SessionContext } from "./session-context";

/**
 * Cancels a session and tells what is true afterwards. Kayle answers 204 whatever the session was
 * (recorded server 1.6.0), so only reading before and after says what the call did. The access log
 * has it before Kayle is asked, and again with what came of it.
 *
 * @throws DeskError CANCEL_UNCONFIRMED when the cancel may have happened and cannot be seen,
 * DESK_READ_ONLY, AUDIT_UNAVAILABLE when nothing was done, ACTION_UNRECORDED when it may have been.
 */
export async function cancelSession(
  id: string,
  request: CancelRequest,
  context: SessionContext,
): Promise<CancelResponse> {
  requireMay(context, "session:cancel");
  requireSessionId(id);
  const { attemptId } = request;
  const key = attemptId ? `cancel ${context.staff.id} ${id} ${attemptId}` : null;
  return onceForAttempt(key, () => cancelOnce(id, redactSecrets(request.reason).text, context));
}

async function cancelOnce(
  id: string,
  reason: string,
  context: SessionContext,
): Promise<CancelResponse> {
  const act = { event: "cancel", sessionId: id, details: { reason } } as const;
  if (!canWriteAtKayle()) await recordRefusal(act, context, "DESK_READ_ONLY");
  const writer = getUpstreamWriter();
  const at = new Date().toISOString();
  return withRecordedAct(act, context, async (found) => {
    const { before, after } = await cancelAtKayle(id, writer, context, found);
    const outcome = toOutcome(before.session, after.session);
    const { session, fetchedAt, unknownFields } = after;
    found["outcome"] = outcome;
    logCancel(id, context, outcome, before.session.status, session.status);
    const read = { fetchedAt, unknownFields, statusBefore: before.session.status };
    const meta = { ...read, outcome, reason, by: context.staff.name, at };
    return { data: session, error: null, meta };
  });
}

async function cancelAtKayle(
  id: string,
  writer: UpstreamWriter,
  context: SessionContext,
  found: FoundDetails,
): Promise<{ before: SessionRead; after: SessionRead }> {
  const before = await readNow(id, context);
  found["statusBefore"] = before.session.status;
  const doubt = await sendCancel(id, writer, context).finally(() => getSharedReads().forget(id));
  const after = await readAfterwards(id, context);
  found["statusAfter"] = after.session.status;
  if (doubt && isOpen(after.session)) throw toStillOpenFault(doubt);
  return { before, after };
}

/** Faults after which Kayle may have cancelled all the same. */
const IN_DOUBT: readonly UpstreamFaultKind[] = [
  "unreachable",
  "deadline",
  "server_error",
  "contract",
];

/** Gives the fault when it is unknown whether the cancel took effect; throws when it did not. */
async function sendCancel(
  id: string,
  writer: UpstreamWriter,
  { onCall }: SessionContext,
): Promise<UpstreamError | null> {
  try {
    await writer.cancelSession(id, { onCall });
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

/** Who cancelled what. The reason is the person's own text: the access log alone keeps it. */
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
