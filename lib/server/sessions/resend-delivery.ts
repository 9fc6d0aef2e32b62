import "server-only";
import type {
  ResendOutcome,
  ResendRequest,
  ResendResponse,
} from "@/lib/contracts/session-webhooks";
import { isOpenDelivery, type KayleDelivery } from "@/lib/domain/kayle-event";
import { isKayleId } from "@/lib/domain/kayle-id";
import { explainResendObstacle, findResendObstacle } from "@/lib/domain/resend";
import type { Db } from "../db/db";
import { getDb } from "../db/get-db";
import { findEventOfDelivery, findEvents } from "../events/find-events";
import { readDeliveriesOf } from "../events/read-live-deliveries";
import { DeskError, isDeskError } from "../http/desk-error";
import { requireSessionId } from "../http/require-session-id";
import { getLogger } from "../logger";
import { canWriteAtKayle, getUpstreamWriter } from "../upstream/get-upstream-client";
import type { UpstreamWriter } from "../upstream/types";
import {
  isUpstreamError,
  type UpstreamError,
  type UpstreamFaultKind,
} from "../upstream/upstream-error";
import { onceForAttempt } from "./attempts";
import { readSessionWebhooks } from "./get-session-webhooks";
import { type FoundDetails, recordRefusal, withRecordedAct } from "./recorded-act";
import { requireMay, type SessionContext } from "./session-context";

type Target = { sessionId: string; eventId: string; deliveryId: string };

/**
 * Asks Kayle to send a delivery of this session again, reads the deliveries anew, and tells what is
 * true then. The access log has it before Kayle is asked, and again with what came of it.
 *
 * @throws DeskError DELIVERY_NOT_RESENDABLE with the reason in its hint, DELIVERY_NOT_FOUND,
 * RESEND_UNCONFIRMED when Kayle may send it and that cannot be seen, DESK_READ_ONLY,
 * AUDIT_UNAVAILABLE when nothing was done, ACTION_UNRECORDED when it may have been.
 */
export async function resendDelivery(
  sessionId: string,
  deliveryId: string,
  { attemptId }: ResendRequest,
  context: SessionContext,
): Promise<ResendResponse> {
  requireMay(context, "webhook:resend");
  requireSessionId(sessionId);
  const key = attemptId
    ? `resend ${context.staff.id} ${sessionId} ${deliveryId} ${attemptId}`
    : null;
  return onceForAttempt(key, () => resendOnce(sessionId, deliveryId, context));
}

async function resendOnce(
  sessionId: string,
  deliveryId: string,
  context: SessionContext,
): Promise<ResendResponse> {
  const db = await getDb();
  const target = await requireDelivery(db, sessionId, deliveryId);
  const act = { event: "resend", sessionId, details: { deliveryId } } as const;
  if (!canWriteAtKayle()) await recordRefusal(act, context, "DESK_READ_ONLY");
  const writer = getUpstreamWriter();
  const at = new Date().toISOString();
  return withRecordedAct(act, context, async (found) => {
    const outcome = await resendAtKayle(db, target, writer, context, found);
    const answer = await readSessionWebhooks(db, sessionId, null);
    return { ...answer, meta: { ...answer.meta, outcome, by: context.staff.name, at } };
  });
}

async function resendAtKayle(
  db: Db,
  target: Target,
  writer: UpstreamWriter,
  context: SessionContext,
  found: FoundDetails,
): Promise<ResendOutcome> {
  const fault = await sendResend(target.deliveryId, writer, context);
  const after = await readAfterwards(db, target, fault, context);
  if (!after) throw toNotFound("Kayle no longer lists the delivery");
  found["statusAfter"] = after.status;
  if (fault) throwUnlessDone(fault, after);
  const outcome = toOutcome(after);
  found["outcome"] = outcome;
  logResend(target, context, outcome);
  return outcome;
}

/** A delivery of another session is as good as none: whoever asks has not seen it on this page. */
async function requireDelivery(db: Db, sessionId: string, deliveryId: string): Promise<Target> {
  const eventId = isKayleId(deliveryId)
    ? await findEventOfDelivery(db, sessionId, deliveryId)
    : null;
  if (eventId === null) throw toNotFound("the desk knows no such delivery of this session");
  return { sessionId, eventId, deliveryId };
}

/** Faults after which Kayle may send it all the same. */
const IN_DOUBT: readonly UpstreamFaultKind[] = [
  "unreachable",
  "deadline",
  "server_error",
  "contract",
];
/** Kayle refused because of the delivery itself: reading it again tells why. */
const TOLD_BY_READING: readonly UpstreamFaultKind[] = ["conflict", "not_found", ...IN_DOUBT];

/** Gives the fault when reading the delivery tells more; throws any other. */
async function sendResend(
  deliveryId: string,
  writer: UpstreamWriter,
  { onCall }: SessionContext,
): Promise<UpstreamError | null> {
  try {
    await writer.retryDelivery(deliveryId, { onCall });
    return null;
  } catch (error) {
    if (!isUpstreamError(error)) throw error;
    if (TOLD_BY_READING.includes(error.kind)) return error;
    if (error.kind !== "forbidden") throw error;
    const hint =
      "Whoever runs the desk must give its key for writing the scope webhooks:write at Kayle.";
    throw new DeskError(error.code, { logDetail: error.logDetail, hint });
  }
}

/** Without the person's signal: who has begun to send again must not leave it half known. */
async function readAfterwards(
  db: Db,
  { sessionId, eventId, deliveryId }: Target,
  fault: UpstreamError | null,
  { onCall }: SessionContext,
): Promise<KayleDelivery | null> {
  try {
    await readDeliveriesOf(db, eventId, { onCall, fresh: true });
  } catch (error) {
    if (!isDeskError(error)) throw error;
    // A refusal is true whether or not its reason can be read.
    if (fault && !IN_DOUBT.includes(fault.kind)) throw toRefusal(fault, null);
    throw toUnconfirmed(`the read after the resend failed: ${error.logDetail}`);
  }
  const events = await findEvents(db, sessionId);
  const deliveries = events.flatMap((event) => event.deliveries);
  return deliveries.find(({ id }) => id === deliveryId) ?? null;
}

/** Goes on only where the call was cut off and the delivery is on its way or there. */
function throwUnlessDone(fault: UpstreamError, after: KayleDelivery): void {
  if (!IN_DOUBT.includes(fault.kind)) throw toRefusal(fault, after);
  if (toOutcome(after) !== "failed") return;
  // Kayle's own error is final; a call that was cut off may still be at work over there.
  if (fault.kind === "server_error" || fault.kind === "contract") throw fault;
  throw toUnconfirmed(`the resend's own answer was lost: ${fault.logDetail}`);
}

function toRefusal(fault: UpstreamError, after: KayleDelivery | null): DeskError {
  if (fault.kind === "not_found") return toNotFound(fault.logDetail);
  const obstacle = after && findResendObstacle(after, new Date());
  const hint = obstacle ? explainResendObstacle(obstacle) : undefined;
  return new DeskError("DELIVERY_NOT_RESENDABLE", { logDetail: fault.logDetail, hint });
}

function toNotFound(logDetail: string): DeskError {
  return new DeskError("DELIVERY_NOT_FOUND", { logDetail });
}

function toUnconfirmed(logDetail: string): DeskError {
  return new DeskError("RESEND_UNCONFIRMED", { logDetail });
}

function toOutcome(delivery: KayleDelivery): ResendOutcome {
  if (delivery.status === "succeeded") return "delivered";
  return isOpenDelivery(delivery) ? "queued" : "failed";
}

/** Who sent what again. */
function logResend(
  { sessionId, deliveryId }: Target,
  { staff, requestId }: SessionContext,
  outcome: ResendOutcome,
): void {
  const line = { requestId, staffId: staff.id, sessionId, deliveryId, outcome };
  getLogger().info(line, "webhook resend");
}
