import "server-only";
import {
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleResultType,
  type IRetryBackoffContext,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  retry,
  wrap,
} from "cockatiel";
import { parseRetryAfterSeconds } from "./retry-after";
import type { RawAnswer } from "./send-once";
import { isUpstreamError, UpstreamError } from "./upstream-error";

/** Calls that may wait for each one that may run. Beyond that, waiting only ends in a time-out. */
const QUEUE_PER_PLACE = 16;
const QUEUE_FULL_RETRY_AFTER_SECONDS = 2;

const FAILURES_TO_OPEN = 5;
/** Then one call is let through; its fate decides for all. Shorter than the page's own 3 s. */
const HALF_OPEN_AFTER_MS = 2_000;

/** The first try and at most two more. */
const ATTEMPTS_MAX = 3;
const JITTER_BASE_MS = 50;
/** Waiting longer than this within one call would use up the person's patience, not Kayle's. */
const SHORT_RETRY_AFTER_SECONDS = 1;
/** A further try with less time than this would only be cut off: Kayle's p50 is about 33 ms. */
const ROOM_FOR_TRY_MS = 200;

/** One try that is over. Never thrown, so that breaker and retry judge answers and faults alike. */
export class Try {
  /** The wait before the same call is made again; null where that cannot help. */
  readonly retryInMs: number | null;

  /**
   * `attempt` counts the tries so far, this one included; `remainingMs` is what is left of the whole
   * call's time.
   */
  constructor(
    readonly outcome: { answer: RawAnswer } | { fault: unknown },
    attempt: number,
    remainingMs: number,
  ) {
    this.retryInMs = planRetryMs(outcome, attempt, remainingMs);
  }
}

export type PolicyOptions = {
  concurrencyMax: number;
  attemptsMax?: number | undefined;
  breakerHalfOpenAfterMs?: number | undefined;
};

export type CallPolicy = {
  /** @throws UpstreamError when nothing was sent; else gives the last try. */
  run(method: "GET" | "POST", signal: AbortSignal, attempt: () => Promise<Try>): Promise<Try>;
};

/**
 * A place among those that may run, then tries, then the breaker: inside the retries, so that in an
 * outage each try counts and is spared. Only a GET is tried again.
 */
export function createCallPolicy({
  concurrencyMax,
  attemptsMax = ATTEMPTS_MAX,
  breakerHalfOpenAfterMs = HALF_OPEN_AFTER_MS,
}: PolicyOptions): CallPolicy {
  const places = bulkhead(concurrencyMax, concurrencyMax * QUEUE_PER_PLACE);
  const breaker = circuitBreaker(handleResultType(Try, isOutage), {
    halfOpenAfter: breakerHalfOpenAfterMs,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  const tries = retry(
    handleResultType(Try, ({ retryInMs }) => retryInMs !== null),
    { maxAttempts: attemptsMax - 1, backoff: new DelegateBackoff(toDelayMs) },
  );
  const policies = { GET: wrap(tries, breaker), POST: breaker };
  return {
    async run(method, signal, attempt) {
      try {
        // cockatiel's queue stops at a caller that has left, so it is not told who did.
        return await places.execute(() => {
          signal.throwIfAborted();
          return policies[method].execute(attempt);
        });
      } catch (error) {
        if (isBulkheadRejectedError(error)) throw toQueueFull();
        throw isBrokenCircuitError(error) ? toCircuitOpen(breakerHalfOpenAfterMs) : error;
      }
    },
  };
}

/** What says something of Kayle's health. A wrong key or a caller who left says nothing. */
function isOutage({ outcome }: Try): boolean {
  if ("answer" in outcome) return outcome.answer.status >= 500;
  const { fault } = outcome;
  return isUpstreamError(fault) && (fault.kind === "unreachable" || fault.kind === "deadline");
}

function planRetryMs(outcome: Try["outcome"], attempt: number, remainingMs: number): number | null {
  const askedMs =
    "answer" in outcome ? waitAskedForMs(outcome.answer, attempt) : waitAfterFaultMs(outcome.fault);
  if (askedMs === null) return null;
  const jitterMs = JITTER_BASE_MS * 2 ** (attempt - 1) * (1 + Math.random());
  const delayMs = Math.round(askedMs + jitterMs);
  return remainingMs >= delayMs + ROOM_FOR_TRY_MS ? delayMs : null;
}

/** Null where another try cannot help; else the wait that the answer itself asked for. */
function waitAskedForMs({ status, retryAfter }: RawAnswer, attempt: number): number | null {
  const seconds = parseRetryAfterSeconds(retryAfter, new Date());
  if (seconds !== null && seconds > SHORT_RETRY_AFTER_SECONDS) return null;
  // Kayle's own 500 rarely heals, so one more try; a gateway's 502, 503 or 504 often does.
  const helps =
    (status === 500 && attempt === 1) ||
    (status >= 502 && status <= 504) ||
    (status === 429 && seconds !== null);
  return helps ? (seconds ?? 0) * 1000 : null;
}

/** Only a broken connection: after an unusable answer or a fault of the desk's own, trying again hides it. */
function waitAfterFaultMs(fault: unknown): number | null {
  return isUpstreamError(fault) && fault.kind === "unreachable" ? 0 : null;
}

function toDelayMs({ result }: IRetryBackoffContext<unknown>): number {
  return ("value" in result && result.value instanceof Try && result.value.retryInMs) || 0;
}

function toQueueFull(): UpstreamError {
  return new UpstreamError("queue_full", {
    logDetail: "too many calls already wait for a free place",
    retryAfterSeconds: QUEUE_FULL_RETRY_AFTER_SECONDS,
  });
}

function toCircuitOpen(halfOpenAfterMs: number): UpstreamError {
  return new UpstreamError("circuit_open", {
    logDetail: `not asked: the last ${FAILURES_TO_OPEN} calls failed`,
    retryAfterSeconds: Math.ceil(halfOpenAfterMs / 1000),
  });
}
