import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Breaker } from "./breaker";
import type { Bulkhead } from "./bulkhead";
import { type Deadline, withDeadline } from "./deadline";
import { parseRetryAfterSeconds } from "./retry-after";
import { planRetryMs } from "./retry-plan";
import type { RawAnswer, Sender, UpstreamRequest } from "./send-once";
import { isUpstreamError } from "./upstream-error";

export type ExchangeParts = {
  sender: Sender;
  breaker: Breaker;
  bulkhead: Bulkhead;
  /** For everything together: waiting for a place, all tries, all bodies. */
  timeoutMs: number;
  attemptsMax: number;
};

/** How an exchange went, for the log; filled in while it goes. */
export type ExchangeStats = { attempts: number; status: number | null };

/**
 * One call to Kayle with all that surrounds it: deadline, then a place, then tries, each through the
 * breaker. Gives the last answer of whatever status. @throws UpstreamError when there is none.
 */
export function exchange(
  parts: ExchangeParts,
  request: UpstreamRequest,
  stats: ExchangeStats,
  signal?: AbortSignal,
): Promise<RawAnswer> {
  return withDeadline(parts.timeoutMs, signal, (deadline) =>
    parts.bulkhead.run(deadline.signal, () => sendWithRetries(parts, request, stats, deadline)),
  );
}

async function sendWithRetries(
  parts: ExchangeParts,
  request: UpstreamRequest,
  stats: ExchangeStats,
  deadline: Deadline,
): Promise<RawAnswer> {
  for (;;) {
    const result = await tryOnce(parts, request, stats, deadline);
    const delayMs = planRetryMs({
      method: request.method,
      attempt: stats.attempts,
      outcome: toOutcome(result),
      remainingMs: deadline.remainingMs(),
      random: Math.random(),
    });
    if (delayMs === null || stats.attempts >= parts.attemptsMax) return settle(result);
    await sleep(delayMs, undefined, { signal: deadline.signal });
  }
}

type TryResult = { answer: RawAnswer } | { error: unknown };

async function tryOnce(
  { sender, breaker }: ExchangeParts,
  request: UpstreamRequest,
  stats: ExchangeStats,
  { signal }: Deadline,
): Promise<TryResult> {
  try {
    const answer = await breaker.run(() => {
      stats.attempts += 1;
      return sender.send(request, signal);
    });
    stats.status = answer.status;
    return { answer };
  } catch (error) {
    stats.status = null;
    return { error };
  }
}

function toOutcome(result: TryResult): Parameters<typeof planRetryMs>[0]["outcome"] {
  if ("error" in result) {
    // An error without a kind is a fault of the desk's own: trying again would hide it.
    return { fault: isUpstreamError(result.error) ? result.error.kind : "contract" };
  }
  const { status, retryAfter } = result.answer;
  return { status, retryAfterSeconds: parseRetryAfterSeconds(retryAfter, new Date()) };
}

function settle(result: TryResult): RawAnswer {
  if ("error" in result) throw result.error;
  return result.answer;
}
