import type { SessionRecord } from "./session";

/** Who made a read: a person, their open page by itself, the sync, or a webhook that came in. */
export const READ_SOURCES = ["view", "poll", "sync", "webhook"] as const;
export type ReadSource = (typeof READ_SOURCES)[number];

/**
 * What of a session the desk compares from read to read. It holds no link and no text of the
 * integrator: of those only whether they are there, how many, and a fingerprint.
 */
export type ReadState = Pick<
  SessionRecord,
  | "status"
  | "failure_code"
  | "nfc_tries_used"
  | "liveness_tries_used"
  | "created_at"
  | "expires_at"
  | "completed_at"
  | "updated_at"
> & {
  shareFieldCount: number;
  hasRedirect: boolean;
  /** Fingerprints of all else, by field; for a field beyond the contract only that it was there. */
  rest: Record<string, string>;
};

/** One answer of Kayle's, whoever asked. Times are the desk's own, ISO 8601, UTC. */
export type SessionRead = {
  /** Null where Kayle answered that it has no such session (404). */
  state: ReadState | null;
  /** When it was asked for: what it shows was true then or later. */
  askedAt: string;
  /** When the answer was there: what it shows was true then or earlier. */
  answeredAt: string;
  source: ReadSource;
};

/** What the desk keeps of the last read: the next one is compared with it. */
export type KnownRead = Omit<SessionRead, "source">;

/** One difference between two reads. Values of fields beyond the contract never stand in it. */
export type ObservedChange =
  | { field: "status"; from: string; to: string }
  | { field: "failure_code"; from: string | null; to: string | null }
  | { field: "nfc_tries_used" | "liveness_tries_used"; from: number; to: number }
  | { field: ObservedTime; from: string | null; to: string | null }
  /** How many there are; the same figure twice where only their texts changed. */
  | { field: "share_fields"; from: number; to: number }
  /** Whether there is one; true twice where it became another. */
  | { field: "redirect_url"; from: boolean; to: boolean }
  | { field: "deleted"; from: boolean; to: boolean }
  | { field: "other"; name: string };

type ObservedTime = "created_at" | "expires_at" | "completed_at" | "updated_at";

/** What one compared read showed; kept only where something changed, and for the first read. */
export type Observation = {
  /** When this read's answer was there, by the desk's clock. */
  readAt: string;
  /** When the last read that still showed the state before was asked for; null for the first read. */
  previousReadAt: string | null;
  source: ReadSource;
  /** Empty for the first read: nothing is known to compare it with. */
  changes: ObservedChange[];
  /** The state that this read showed; null where the session was gone. */
  state: ReadState | null;
};
