import { isOverdue, isSessionStatus, type SessionRecord, type SessionStatus } from "./session";

type StatusTone = "progress" | "neutral" | "success" | "danger" | "warning" | "muted";

export type DisplayStatus = {
  /** What the page shows; `overdue` is our reading of the clock, never Kayle's own value. */
  key: SessionStatus | "overdue" | "unknown";
  label: string;
  tone: StatusTone;
  /** Exactly what Kayle's record says. */
  apiValue: string;
};

const STATUSES: Record<SessionStatus | "overdue", { label: string; tone: StatusTone }> = {
  created: { label: "Created", tone: "neutral" },
  in_progress: { label: "In progress", tone: "progress" },
  succeeded: { label: "Succeeded", tone: "success" },
  failed: { label: "Failed", tone: "danger" },
  expired: { label: "Expired", tone: "muted" },
  cancelled: { label: "Cancelled", tone: "muted" },
  overdue: { label: "Past its time", tone: "warning" },
};

/**
 * The status as staff should read it at `now`: open by the record but past its deadline is "Past
 * its time". A status that the desk does not know is shown as Kayle sent it.
 */
export function toDisplayStatus(
  session: Pick<SessionRecord, "status" | "completed_at" | "expires_at">,
  now: Date,
): DisplayStatus {
  const { status } = session;
  if (!isSessionStatus(status)) {
    return { key: "unknown", label: statusLabel(status), tone: "neutral", apiValue: status };
  }
  const key = isOverdue(session, now) ? "overdue" : status;
  return { key, ...STATUSES[key], apiValue: status };
}

/** The word for a status by the record alone, whatever the clock says. */
export function statusLabel(status: string): string {
  if (isSessionStatus(status)) return STATUSES[status].label;
  return status.trim() === "" ? "Not given" : status;
}
