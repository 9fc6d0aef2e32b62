import "server-only";
import type { UpstreamFaultKind } from "./upstream-error";

/** The first try and at most two more. */
export const ATTEMPTS_MAX = 3;

const JITTER_BASE_MS = 50;
/** Waiting longer than this within one call would use up the person's patience, not Kayle's. */
const SHORT_RETRY_AFTER_SECONDS = 1;
/** A further try with less time than this would only be cut off: Kayle's p50 is about 33 ms. */
const ROOM_FOR_TRY_MS = 200;

export type FailedTry = {
  method: "GET" | "POST";
  /** Tries made so far, this one included. */
  attempt: number;
  /** The status, or why there was none. */
  outcome: { status: number; retryAfterSeconds: number | null } | { fault: UpstreamFaultKind };
  /** What is left of the whole call's deadline. */
  remainingMs: number;
  /** 0 to 1, for the jitter. */
  random: number;
};

/** Milliseconds to wait before the same call is made again, or null to give up. */
export function planRetryMs(failed: FailedTry): number | null {
  const { method, attempt, remainingMs, random } = failed;
  if (method !== "GET" || attempt >= ATTEMPTS_MAX) return null;
  const askedMs = waitAskedForMs(failed);
  if (askedMs === null) return null;
  const jitterMs = JITTER_BASE_MS * 2 ** (attempt - 1) * (1 + random);
  const delayMs = Math.round(Math.max(askedMs, 0) + jitterMs);
  return remainingMs >= delayMs + ROOM_FOR_TRY_MS ? delayMs : null;
}

/** Null where another try cannot help; else the wait that the answer itself asked for. */
function waitAskedForMs({ attempt, outcome }: FailedTry): number | null {
  if ("fault" in outcome) return outcome.fault === "unreachable" ? 0 : null;
  const { status, retryAfterSeconds } = outcome;
  if (retryAfterSeconds !== null && retryAfterSeconds > SHORT_RETRY_AFTER_SECONDS) return null;
  // Kayle's own 500 rarely heals, so one more try; a gateway's 502, 503 or 504 often does.
  const helps =
    (status === 500 && attempt === 1) ||
    (status >= 502 && status <= 504) ||
    (status === 429 && retryAfterSeconds !== null);
  return helps ? (retryAfterSeconds ?? 0) * 1000 : null;
}
