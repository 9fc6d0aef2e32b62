import { pick } from "./random";

/** Why and with which counters a session stands where it stands. */
export type SessionState = {
  status: string;
  failureCode: string | null;
  nfcTriesUsed: number;
  livenessTriesUsed: number;
  /** The status before a withdrawal of the data, which keeps the earlier end. */
  cancelledAfter?: "succeeded" | "failed";
  /** Older than seven days, so that Kayle has cut the failure code out. */
  isMinimised?: boolean;
};

export const SUCCEEDED: SessionState = state("succeeded", 0, 0);
export const CREATED: SessionState = state("created", 0, 0);
export const IN_PROGRESS: SessionState = state("in_progress", 0, 0);
export const EXPIRED: SessionState = state("expired", 0, 0);
export const CANCELLED: SessionState = state("cancelled", 0, 0);

/** Failed with these counters. */
export function toFailed(failureCode: string | null, nfc: number, live: number): SessionState {
  return state("failed", nfc, live, failureCode);
}

const CHIP_CODES = [
  "document_authenticity_failed",
  "document_active_authentication_failed",
  "document_chip_authentication_failed",
  "document_data_invalid",
] as const;
const FACE_CODES = ["liveness_failed", "selfie_face_mismatch"] as const;
const ANTI_CLONING = "document_anti_cloning_attestation_failed";
const BELOW_LIMIT = [0, 1, 2] as const;

function state(
  status: string,
  nfcTriesUsed: number,
  livenessTriesUsed: number,
  failureCode: string | null = null,
): SessionState {
  return { status, failureCode, nfcTriesUsed, livenessTriesUsed };
}

function everyRunning(status: string): SessionState[] {
  return BELOW_LIMIT.flatMap((nfc) => BELOW_LIMIT.map((live) => state(status, nfc, live)));
}

/**
 * Every way in which a session can fail: the third failure of the chip or of the face, a device
 * trust check at any counters below the limit, and the fault of server 1.6.0, which leaves 0 and 0.
 */
function listFailures(): SessionState[] {
  const chip = CHIP_CODES.flatMap((code) => BELOW_LIMIT.map((n) => state("failed", 3, n, code)));
  const face = FACE_CODES.flatMap((code) => BELOW_LIMIT.map((n) => state("failed", n, 3, code)));
  const trust = everyRunning("failed").map((s) => ({ ...s, failureCode: ANTI_CLONING }));
  const fault = [...CHIP_CODES, ...FACE_CODES].map((code) => state("failed", 0, 0, code));
  return [...chip, ...face, ...trust, ...fault];
}

function toMinimised(failures: readonly SessionState[]): SessionState[] {
  const seen = new Map<string, SessionState>();
  for (const failure of failures) {
    const key = `${failure.nfcTriesUsed}/${failure.livenessTriesUsed}`;
    seen.set(key, { ...failure, failureCode: null, isMinimised: true });
  }
  return [...seen.values()];
}

/** Each status × failure code × counters that can occur, once. */
export function listOccurringStates(): SessionState[] {
  const failures = [...listFailures(), ...toMinimised(listFailures())];
  const withdrawn = [...everyRunning("succeeded"), ...failures].map((s): SessionState => {
    const cancelledAfter = s.status === "succeeded" ? "succeeded" : "failed";
    return { ...s, status: "cancelled", cancelledAfter };
  });
  return [
    state("created", 0, 0),
    ...["in_progress", "succeeded", "expired", "cancelled"].flatMap(everyRunning),
    ...failures,
    ...withdrawn,
  ];
}

const COMMON_FAILURES = listFailures();

/** How one of many ordinary sessions stands, given its status. */
export function pickState(status: string, seed: number, index: number): SessionState {
  if (status === "created") return state(status, 0, 0);
  if (status === "failed") return pick(COMMON_FAILURES, seed, index, 0x51);
  // Most people need no second try.
  const nfc = pick([0, 0, 0, 0, 0, 1, 1, 2], seed, index, 0x52);
  const live = pick([0, 0, 0, 0, 0, 0, 1, 2], seed, index, 0x53);
  return state(status, nfc, live);
}
