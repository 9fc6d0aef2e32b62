import "server-only";
import type { AccessDetails, AccessOutcome } from "@/lib/domain/access-event";
import { isSessionId } from "@/lib/domain/session-id";
import { isDeskError } from "../http/desk-error";
import type { SessionContext } from "../sessions/session-context";
import { isOpenView, writeOncePerView } from "./open-views";
import { recordAct } from "./record-access";

/** Pieces of a session's page that are read by themselves. */
export type ViewPart = "timeline" | "webhooks" | "notes" | "acts" | "who looked";

/**
 * Runs a read of one session and has it in the access log before its answer is given away, also where
 * it found nothing. A page that follows its session, and each part of it, belongs to the view that is
 * open; without one it is a view itself.
 *
 * @throws DeskError AUDIT_UNAVAILABLE, whatever was read; else what `read` throws
 */
export async function withView<T>(
  context: SessionContext,
  sessionId: string,
  read: () => Promise<T>,
  part?: ViewPart,
): Promise<T> {
  const [result] = await Promise.allSettled([read()]);
  await recordView(context, sessionId, toOutcome(result), part);
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** One entry `session_view`, unless this belongs to one. What is no session id has nothing to show. */
export async function recordView(
  context: SessionContext,
  sessionId: string,
  outcome: AccessOutcome,
  part?: ViewPart,
): Promise<void> {
  if (!isSessionId(sessionId)) return;
  const { signInId } = context.staff;
  const asking = part || context.background ? "part" : "person";
  // A poll that fails while its page is open shows nothing, and the view is in the log.
  const isFault = outcome !== "done";
  if (isFault && asking === "part" && isViewOpen(context, sessionId)) return;
  const details: AccessDetails = part ? { part } : {};
  await writeOncePerView(toKey(signInId, sessionId, outcome), asking, () =>
    recordAct(context, { event: "session_view", outcome, sessionId, details }),
  );
}

/** Whether this sign-in has the session open, so that it is in the access log already. */
export function isViewOpen({ staff }: SessionContext, sessionId: string): boolean {
  return isOpenView(toKey(staff.signInId, sessionId, "done"));
}

function toKey(signInId: string, sessionId: string, outcome: AccessOutcome): string {
  return `${signInId} ${sessionId} ${outcome}`;
}

function toOutcome(result: PromiseSettledResult<unknown>): AccessOutcome {
  if (result.status === "fulfilled") return "done";
  const { reason } = result;
  return isDeskError(reason) && reason.code === "NOT_FOUND" ? "not_found" : "failed";
}
