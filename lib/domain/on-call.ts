import { formatDuration } from "./duration";
import { isOpen, SESSION_LIFETIME_MINUTES, type SessionRecord, TRIES_MAX } from "./session";
import { statusLabel } from "./session-status";
import { explainTries } from "./tries";

/** What somebody needs at a glance who has the person on the phone. */
export type OnCall = {
  /** "28 of 60 min", or that it has run out or ended. */
  timeLeft: string;
  /** "2 of 3" */
  chipLeft: string;
  livenessLeft: string;
};

const MINUTE_MS = 60_000;

/** How much time and how many failures are left at `now`. Holds for any record; never throws. */
export function toOnCall(session: SessionRecord, now: Date): OnCall {
  const { nfc, liveness } = explainTries(session, now);
  return {
    timeLeft: toTimeLeft(session, now),
    chipLeft: `${nfc.left} of ${TRIES_MAX}`,
    livenessLeft: `${liveness.left} of ${TRIES_MAX}`,
  };
}

function toTimeLeft(session: SessionRecord, now: Date): string {
  if (!isOpen(session)) return "Ended";
  const leftMs = Date.parse(session.expires_at) - now.getTime();
  if (Number.isNaN(leftMs)) return "Not known";
  if (leftMs <= 0) return "Run out";
  // The last minutes are counted in seconds.
  if (leftMs < 2 * MINUTE_MS) return formatDuration(leftMs);
  return `${Math.floor(leftMs / MINUTE_MS)} of ${toLifetimeMinutes(session)} min`;
}

function toLifetimeMinutes({ created_at, expires_at }: SessionRecord): number {
  const minutes = Math.round((Date.parse(expires_at) - Date.parse(created_at)) / MINUTE_MS);
  return minutes > 0 ? minutes : SESSION_LIFETIME_MINUTES;
}

type Told = Pick<
  SessionRecord,
  "status" | "failure_code" | "nfc_tries_used" | "liveness_tries_used"
>;

/**
 * What changed between two readings, for a screen reader: short full sentences, the outcome first.
 * Null where nothing did that a person would want to be told.
 */
export function describeChange(before: Told, after: Told): string | null {
  const parts = [
    before.status !== after.status && `Status is now: ${statusLabel(after.status)}.`,
    before.nfc_tries_used !== after.nfc_tries_used &&
      `Chip failures used: ${after.nfc_tries_used} of ${TRIES_MAX}.`,
    before.liveness_tries_used !== after.liveness_tries_used &&
      `Liveness and face failures used: ${after.liveness_tries_used} of ${TRIES_MAX}.`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : null;
}
