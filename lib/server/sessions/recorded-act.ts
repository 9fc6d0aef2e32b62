import "server-only";
import type { ErrorCode } from "@/lib/contracts/error-codes";
import type { AccessDetail, AccessDetails, AccessOutcome } from "@/lib/domain/access-event";
import { recordAct } from "../audit/record-access";
import { DeskError, isDeskError } from "../http/desk-error";
import type { SessionContext } from "./session-context";

/** What is found out while an action runs, for the row with its result. */
export type FoundDetails = Record<string, AccessDetail>;

/** An action that reaches Kayle. */
export type RecordedAct = {
  event: "cancel" | "resend";
  sessionId: string;
  /** Known before it begins; without secrets. */
  details: AccessDetails;
};

/**
 * Does what reaches Kayle between two rows of the access log: `begun` before Kayle hears of it, so
 * that nothing happens unlogged, and then what came of it. Both carry the request id.
 *
 * @throws DeskError AUDIT_UNAVAILABLE when it was not begun; ACTION_UNRECORDED when it was, and what
 * came of it could not be written down; and whatever `act` throws.
 */
export async function withRecordedAct<T>(
  { event, sessionId, details }: RecordedAct,
  context: SessionContext,
  act: (found: FoundDetails) => Promise<T>,
): Promise<T> {
  await recordAct(context, { event, outcome: "begun", sessionId, details });
  const found: FoundDetails = {};
  const record = (outcome: AccessOutcome) =>
    recordResult(context, { event, outcome, sessionId, details: { ...details, ...found } });
  try {
    const answer = await act(found);
    await record("done");
    return answer;
  } catch (error) {
    if (isDeskError(error) && error.code === "ACTION_UNRECORDED") throw error;
    found["outcome"] ??= isInDoubt(error) ? "unconfirmed" : "not_done";
    found["fault"] = isDeskError(error) ? error.code : "INTERNAL";
    await record(toAccessOutcome(error));
    throw error;
  }
}

/** Writes down that an action was refused before it began. */
export function recordRefusal(
  { event, sessionId, details }: RecordedAct,
  context: SessionContext,
  why: ErrorCode,
): Promise<void> {
  return recordAct(context, {
    event,
    outcome: "refused",
    sessionId,
    details: { ...details, fault: why },
  });
}

async function recordResult(...entry: Parameters<typeof recordAct>): Promise<void> {
  try {
    await recordAct(...entry);
  } catch (error) {
    const why = isDeskError(error) ? error.logDetail : "an unforeseen error";
    throw new DeskError("ACTION_UNRECORDED", { logDetail: `the result was not logged: ${why}` });
  }
}

function isInDoubt(error: unknown): boolean {
  return !isDeskError(error) || error.code.endsWith("_UNCONFIRMED");
}

/** What Kayle or the desk would not do is refused; what broke has failed. */
const REFUSALS: readonly ErrorCode[] = [
  "UPSTREAM_FORBIDDEN",
  "UPSTREAM_UNAUTHORIZED",
  "ORGANIZATION_FROZEN",
  "DELIVERY_NOT_RESENDABLE",
];

function toAccessOutcome(error: unknown): AccessOutcome {
  if (!isDeskError(error)) return "failed";
  if (error.code.endsWith("NOT_FOUND")) return "not_found";
  return REFUSALS.includes(error.code) ? "refused" : "failed";
}
