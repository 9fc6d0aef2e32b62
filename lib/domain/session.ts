/**
 * One verification session as the desk handles it: the fields of Kayle's contract, under Kayle's
 * own names, without any secret. Facts come from Kayle's OpenAPI document 1.5.0
 * (`GET /v1/sessions/{id}`) and from answers recorded against its server 1.6.0.
 */
export type SessionRecord = {
  /** `vs_` and 64 letters or digits; random, so it carries no time. */
  id: string;
  /** One of `SESSION_STATUSES`, or a value that Kayle added since. */
  status: string;
  /** Null, one of `FAILURE_CODES`, or a value that Kayle added since. */
  failure_code: string | null;
  /** Failures of the chip reading, 0 to 3; the third ends the session. */
  nfc_tries_used: number;
  /** Failures of liveness and of the face comparison together, 0 to 3; the third ends the session. */
  liveness_tries_used: number;
  contract_version: number;
  /** What was asked for, by claim key; 0 to 32 entries. Never what was shared. */
  share_fields: Record<string, ShareField>;
  /** Where the person is sent afterwards; often carries the integrator's own reference. */
  redirect_url: string | null;
  /** Null means every subscribed endpoint. */
  webhook_endpoint_id: string | string[] | null;
  /** The link for the person, with `cancel_token` taken out. */
  verification_url: string;
  /** ISO 8601, UTC; `created_at` plus 60 minutes. The record may stay open past it. */
  expires_at: string;
  /** ISO 8601, UTC; null while open. Kept when a withdrawal changes the status afterwards. */
  completed_at: string | null;
  created_at: string;
  updated_at: string;
};

export type ShareField = {
  required: boolean;
  /** The integrator's text as the person saw it: up to 200 characters, any script, may be empty. */
  reason: string;
  /** `rc` (asked for by the integrator), `default` (added by Kayle), or a later value. */
  source: string;
};

/** The statuses of Kayle's contract. The API may add values: treat every other string as unknown. */
export const SESSION_STATUSES = [
  "created",
  "in_progress",
  "succeeded",
  "failed",
  "expired",
  "cancelled",
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** The failure codes of Kayle's contract. The API may add values. */
export const FAILURE_CODES = [
  "document_authenticity_failed",
  "document_active_authentication_failed",
  "document_chip_authentication_failed",
  "document_anti_cloning_attestation_failed",
  "document_data_invalid",
  "liveness_failed",
  "selfie_face_mismatch",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** Failures of one kind that a session bears; the last one ends it. */
export const TRIES_MAX = 3;

/** Minutes between `created_at` and `expires_at`. */
export const SESSION_LIFETIME_MINUTES = 60;

const OPEN_STATUSES: readonly string[] = ["created", "in_progress"];

export function isSessionStatus(value: string): value is SessionStatus {
  return (SESSION_STATUSES as readonly string[]).includes(value);
}

export function isFailureCode(value: string): value is FailureCode {
  return (FAILURE_CODES as readonly string[]).includes(value);
}

/**
 * Whether Kayle may still move the session by itself. An unknown status counts as open while the
 * record has no end, so that the desk keeps watching it.
 */
export function isOpen(session: Pick<SessionRecord, "status" | "completed_at">): boolean {
  if (isSessionStatus(session.status)) return OPEN_STATUSES.includes(session.status);
  return session.completed_at === null;
}

/** Open by the record although its time has run out: Kayle closes such sessions in a sweep. */
export function isOverdue(
  session: Pick<SessionRecord, "status" | "completed_at" | "expires_at">,
  now: Date,
): boolean {
  return isOpen(session) && Date.parse(session.expires_at) <= now.getTime();
}
