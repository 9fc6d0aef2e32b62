import "server-only";
import type { IndexedSession } from "../indexed-session";

/** Days that the tests keep a session; none of them ages so much by itself. */
export const RETENTION = { days: 30 } as const;

export const CREATED_AT = Date.parse("2026-11-20T10:00:00.000Z");

export function toTestId(number: number): string {
  return `vs_${number.toString(36).padStart(64, "0")}`;
}

/** An open session without anything special; `changes` are over it. */
export function makeSession(number: number, changes: Partial<IndexedSession> = {}): IndexedSession {
  return {
    id: toTestId(number),
    status: "created",
    failure_code: null,
    nfc_tries_used: 0,
    liveness_tries_used: 0,
    contract_version: 1,
    share_fields: { date_of_birth: {} },
    redirect_url: null,
    webhook_endpoint_id: null,
    expires_at: new Date(CREATED_AT + 3_600_000).toISOString(),
    completed_at: null,
    created_at: new Date(CREATED_AT).toISOString(),
    updated_at: new Date(CREATED_AT).toISOString(),
    ...changes,
  };
}
