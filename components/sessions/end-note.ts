import type { SessionSummary } from "@/lib/contracts/search";
import { changedAfterEndMs } from "@/lib/domain/cause";
import { isOverdue, TRIES_MAX } from "@/lib/domain/session";

/**
 * What stands in the failure's place where Kayle names none and there is still something to know; null
 * where there is not. Like the verdict, it says no more than the record shows.
 */
export function describeEndNote(session: SessionSummary, now: Date): string | null {
  if (isOverdue(session, now)) return "not closed yet";
  if (session.status === "failed") return "no reason given";
  if (session.status === "cancelled" && isChangedAfterEnd(session)) return "after its end";
  return null;
}

function isChangedAfterEnd(session: SessionSummary): boolean {
  const isUsedUp = Math.max(session.nfc_tries_used, session.liveness_tries_used) >= TRIES_MAX;
  return isUsedUp || changedAfterEndMs(session) !== null;
}
