import {
  SESSION_LIFETIME_MINUTES,
  type SessionRecord,
  type ShareField,
} from "@/lib/domain/session";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const LIFETIME_MS = SESSION_LIFETIME_MINUTES * MINUTE_MS;
/** For so long after the end the failure code is kept. */
export const FAILURE_KEPT_MS = 7 * DAY_MS;
/** Recorded server 1.6.0: `updated_at` trails the end by 5 to 9 ms. */
export const UPDATE_LAG_MS = 6;

/** A session as the sandbox keeps it: times in milliseconds, the secret beside the record. */
export type SessionRow = {
  id: string;
  status: string;
  failureCode: string | null;
  nfcTriesUsed: number;
  livenessTriesUsed: number;
  contractVersion: number;
  shareFields: Record<string, ShareField>;
  redirectUrl: string | null;
  webhookEndpointId: string | string[] | null;
  createdAt: number;
  expiresAt: number;
  completedAt: number | null;
  updatedAt: number;
  /** Set where the answer still carries the secret in `verification_url`. */
  leakedToken?: string | undefined;
  /** The sweep passes this one by, so that an overdue record can be looked at in peace. */
  isHeld?: boolean;
  /** Fields beyond the contract, sent as they are. */
  extra?: Record<string, unknown>;
};

export function isOpenStatus(status: string): boolean {
  return status === "created" || status === "in_progress";
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}

function toVerificationUrl(row: SessionRow, verifyBaseUrl: string): string {
  const url = `${verifyBaseUrl}/${row.id}`;
  return row.leakedToken === undefined ? url : `${url}?cancel_token=${row.leakedToken}`;
}

/** The record as Kayle sends it, its keys in the order of the recorded server 1.6.0. */
export function toSession(row: SessionRow, verifyBaseUrl: string): SessionRecord {
  return {
    id: row.id,
    status: row.status,
    failure_code: row.failureCode,
    nfc_tries_used: row.nfcTriesUsed,
    liveness_tries_used: row.livenessTriesUsed,
    contract_version: row.contractVersion,
    share_fields: row.shareFields,
    redirect_url: row.redirectUrl,
    webhook_endpoint_id: row.webhookEndpointId,
    verification_url: toVerificationUrl(row, verifyBaseUrl),
    expires_at: toIso(row.expiresAt),
    completed_at: row.completedAt === null ? null : toIso(row.completedAt),
    created_at: toIso(row.createdAt),
    updated_at: toIso(row.updatedAt),
    ...row.extra,
  };
}
