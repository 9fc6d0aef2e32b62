import type { EndpointBehaviour } from "./endpoints";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** The gaps between attempts; their sum is what the recorded `payload_expires_at` adds to 72 hours. */
const GAPS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  10 * HOUR_MS,
];
const WHOLE_SCHEDULE_MS = GAPS_MS.reduce((sum, gap) => sum + gap, 0);
/** After this long every delivery has ended, unless a person asks for another attempt. */
export const LONGEST_DELIVERY_MS = WHOLE_SCHEDULE_MS + HOUR_MS;
const FIRST_ATTEMPT_AFTER_MS = SECOND_MS;

const ATTEMPT_TAKES_MS: Readonly<Record<EndpointBehaviour, number>> = {
  ok: 120,
  slow: 25 * SECOND_MS,
  flaky: 300,
  down: 400,
  keyless: 0,
};

/** How a delivery stands at a moment; times in milliseconds. */
export type DeliveryState = {
  status: "pending" | "delivering" | "succeeded" | "failed";
  attemptCount: number;
  lastStatusCode: number | null;
  lastAttemptAt: number | null;
  nextAttemptAt: number | null;
  payloadExpiresAt: number | null;
  payloadScrubbedAt: number | null;
  payloadRetentionReason: string;
  updatedAt: number;
};

export type DeliveryLife = {
  createdAt: number;
  behaviour: EndpointBehaviour;
  retentionHours: number;
  /** When a person asked for another attempt; each adds one at once. */
  requeuedAt: readonly number[];
};

type Attempt = { at: number; endsAt: number; statusCode: number };

function listAttempts(life: DeliveryLife): Attempt[] {
  const { behaviour, createdAt } = life;
  const takesMs = ATTEMPT_TAKES_MS[behaviour];
  const statusOf = (count: number) =>
    behaviour === "down" ? 503 : behaviour === "flaky" && count === 0 ? 500 : 200;
  const attempts: Attempt[] = [];
  let at = createdAt + FIRST_ATTEMPT_AFTER_MS;
  for (let count = 0; count <= GAPS_MS.length; count++) {
    const statusCode = statusOf(count);
    attempts.push({ at, endsAt: at + takesMs, statusCode });
    if (statusCode === 200) break;
    at += takesMs + (GAPS_MS[count] ?? 0);
  }
  for (const moment of life.requeuedAt) {
    const start = moment + FIRST_ATTEMPT_AFTER_MS;
    attempts.push({ at: start, endsAt: start + takesMs, statusCode: statusOf(1) });
  }
  return attempts;
}

function toKeyless(life: DeliveryLife): DeliveryState {
  return {
    status: "failed",
    attemptCount: 1,
    lastStatusCode: null,
    lastAttemptAt: life.createdAt,
    nextAttemptAt: null,
    payloadExpiresAt: null,
    payloadScrubbedAt: life.createdAt,
    payloadRetentionReason: "no_active_key",
    updatedAt: life.createdAt,
  };
}

function toEnded(life: DeliveryLife, last: Attempt, now: number): Partial<DeliveryState> {
  if (last.statusCode === 200) {
    return {
      status: "succeeded",
      payloadExpiresAt: null,
      payloadScrubbedAt: last.endsAt,
      payloadRetentionReason: "delivered",
    };
  }
  const keptUntil = last.endsAt + life.retentionHours * HOUR_MS;
  const isGone = now >= keptUntil;
  return {
    status: "failed",
    payloadExpiresAt: isGone ? null : keptUntil,
    payloadScrubbedAt: isGone ? keptUntil : null,
    payloadRetentionReason: isGone ? "expired" : "terminal_failure_retention",
  };
}

/** The state of a delivery at `now`: a pure function, so that a million of them cost nothing. */
export function getDeliveryState(life: DeliveryLife, now: number): DeliveryState {
  if (life.behaviour === "keyless") return toKeyless(life);
  const attempts = listAttempts(life);
  const started = attempts.filter((attempt) => attempt.at <= now);
  const last = started.at(-1);
  const next = attempts[started.length];
  const isRunning = last !== undefined && now < last.endsAt;
  const ended = started.filter((attempt) => attempt.endsAt <= now).at(-1);
  const waiting: DeliveryState = {
    status: isRunning ? "delivering" : "pending",
    attemptCount: started.length,
    lastStatusCode: ended?.statusCode ?? null,
    lastAttemptAt: last?.at ?? null,
    nextAttemptAt: isRunning || last === undefined ? null : (next?.at ?? null),
    payloadExpiresAt: life.createdAt + WHOLE_SCHEDULE_MS + life.retentionHours * HOUR_MS,
    payloadScrubbedAt: null,
    payloadRetentionReason: "pending_delivery",
    updatedAt: isRunning ? last.at : (last?.endsAt ?? life.createdAt),
  };
  const lastRequeue = life.requeuedAt.at(-1) ?? Number.NEGATIVE_INFINITY;
  const isWaiting = next !== undefined && (last?.statusCode !== 200 || lastRequeue <= now);
  if (last === undefined || isRunning || isWaiting) return waiting;
  return { ...waiting, ...toEnded(life, last, now) };
}

/** Whether a person may ask for another attempt: it failed for good and the payload is still there. */
export function isReplayable(state: DeliveryState): boolean {
  return state.status === "failed" && state.payloadRetentionReason === "terminal_failure_retention";
}
