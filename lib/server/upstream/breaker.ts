import "server-only";
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
} from "cockatiel";
import type { RawAnswer } from "./send-once";
import { isUpstreamError, UpstreamError, type UpstreamFaultKind } from "./upstream-error";

const FAILURES_TO_OPEN = 5;
/** Then one call is let through; its fate decides for all. Shorter than the page's own 3 s. */
const HALF_OPEN_AFTER_MS = 2_000;

/** Faults that say something of Kayle's health. A wrong key or a caller who left says nothing. */
const COUNTED: readonly UpstreamFaultKind[] = ["unreachable", "deadline"];

export type Breaker = {
  run(send: () => Promise<RawAnswer>): Promise<RawAnswer>;
};

/**
 * Stops asking after five failures in a row, and asks again with a single call two seconds later.
 * It stands inside the retries, so that in an outage each try of a call counts and is spared.
 */
export function createBreaker(halfOpenAfterMs = HALF_OPEN_AFTER_MS): Breaker {
  const policy = circuitBreaker(
    handleWhen((error) => isUpstreamError(error) && COUNTED.includes(error.kind)).orWhenResult(
      (answer) => (answer as RawAnswer).status >= 500,
    ),
    { halfOpenAfter: halfOpenAfterMs, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );
  return {
    async run(send) {
      try {
        return await policy.execute(send);
      } catch (error) {
        throw isOpenCircuit(error) ? toCircuitOpen(halfOpenAfterMs) : error;
      }
    },
  };
}

function isOpenCircuit(error: unknown): boolean {
  return error instanceof BrokenCircuitError || isBrokenCircuitError(error);
}

function toCircuitOpen(halfOpenAfterMs: number): UpstreamError {
  return new UpstreamError("circuit_open", {
    logDetail: `not asked: the last ${FAILURES_TO_OPEN} calls failed`,
    retryAfterSeconds: Math.ceil(halfOpenAfterMs / 1000),
  });
}
