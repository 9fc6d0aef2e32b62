import { statusLabel } from "./session-status";

/** What a second read showed after a cancel. */
export type CancelFacts = {
  outcome: "cancelled_by_this_call" | "already_ended" | "still_open";
  statusBefore: string;
  status: string;
  /** When it ended, in the page's own words for a moment; null where the record does not say. */
  endedAt: string | null;
  /** Whoever had cancelled it here before; null where nobody had. */
  cancelledBy: { name: string; at: string } | null;
};

/** What is true after a cancel, in a sentence or two. Kayle says yes to every cancel, so this is by its record. */
export function describeCancel(facts: CancelFacts): string {
  const { outcome, status, endedAt, cancelledBy } = facts;
  const at = endedAt === null ? "" : ` at ${endedAt}`;
  if (outcome === "cancelled_by_this_call") {
    return "The session is cancelled. The desk read it again and Kayle’s record says so.";
  }
  if (outcome === "still_open") {
    const label = statusLabel(status).toLowerCase();
    return `Kayle accepted the cancel, but its record still says “${label}”. Watch this page before you tell the customer.`;
  }
  if (status === "cancelled" && cancelledBy) {
    return `Nothing was cancelled: ${cancelledBy.name} had already cancelled it at ${cancelledBy.at}.`;
  }
  const ending = ENDINGS[status] ?? `ended as “${statusLabel(status)}”`;
  if (isOpenStatus(facts.statusBefore)) {
    return `Nothing was cancelled: it ${ending}${at}, before the cancel reached Kayle.`;
  }
  return `Nothing was cancelled: it had already ${ending}${at}.`;
}

/** Each reads well behind "it" and behind "it had already". */
const ENDINGS: Record<string, string> = {
  succeeded: "succeeded",
  failed: "failed",
  expired: "expired",
  cancelled: "been cancelled",
};

function isOpenStatus(status: string): boolean {
  return status === "created" || status === "in_progress";
}
