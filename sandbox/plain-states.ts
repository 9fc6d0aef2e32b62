import type { SessionState } from "./states";

export const SUCCEEDED: SessionState = {
  status: "succeeded",
  failureCode: null,
  nfcTriesUsed: 0,
  livenessTriesUsed: 0,
};
export const CREATED: SessionState = { ...SUCCEEDED, status: "created" };
export const IN_PROGRESS: SessionState = { ...SUCCEEDED, status: "in_progress" };
export const EXPIRED: SessionState = { ...SUCCEEDED, status: "expired" };
export const CANCELLED: SessionState = { ...SUCCEEDED, status: "cancelled" };

/** Failed with these counters. */
export function toFailed(failureCode: string | null, nfc: number, live: number): SessionState {
  return { status: "failed", failureCode, nfcTriesUsed: nfc, livenessTriesUsed: live };
}
