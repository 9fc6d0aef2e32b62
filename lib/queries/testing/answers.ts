import type { ErrorResponse, SessionResponse } from "@/lib/contracts/api";
import { ERROR_CODES, type ErrorCode } from "@/lib/contracts/error-codes";
import type { SessionRecord } from "@/lib/domain/session";

/** An open session on the desk's own wire, with `changes` to it; for tests only. */
export function makeSession(changes: Partial<SessionRecord> = {}): SessionRecord {
  const id = `vs_${"a".repeat(64)}`;
  return {
    id,
    status: "in_progress",
    failure_code: null,
    nfc_tries_used: 0,
    liveness_tries_used: 0,
    contract_version: 1,
    share_fields: {},
    redirect_url: null,
    webhook_endpoint_id: null,
    verification_url: `https://verify.kayle.id/${id}`,
    expires_at: "2026-11-23T06:00:00Z",
    completed_at: null,
    created_at: "2026-11-23T05:00:00Z",
    updated_at: "2026-11-23T05:00:00Z",
    ...changes,
  };
}

export function makeAnswer(changes: Partial<SessionRecord> = {}): SessionResponse {
  const meta = { fetchedAt: "2026-11-23T05:30:00.000Z", unknownFields: [] };
  return { data: makeSession(changes), error: null, meta };
}

export function makeErrorAnswer(code: ErrorCode): ErrorResponse {
  const { message, hint } = ERROR_CODES[code];
  return { data: null, error: { code, message, hint, requestId: "req_1" } };
}
