import "server-only";

/**
 * How failures slow the next attempt. Three counters look at each attempt:
 *
 * - `pair`, an address from one client: the strictest, for guessing at one account;
 * - `client`, whatever the address: for trying one password on many accounts;
 * - `address`, whatever the client: for guessing at one account from many places. Its delays stay
 *   short, because a stranger can cause them.
 *
 * A pair that has signed in within `KNOWN_FOR_MS` is known, and only its own counter holds it up: a
 * stranger elsewhere, or somebody else in the same office, cannot lock out a person at their usual
 * desk. Attempts refused for being too early are not counted and do not lengthen the wait. Counters
 * exist for every address that is typed, so they tell nothing about which accounts there are.
 */
export const THROTTLE_KINDS = ["address", "client", "pair"] as const;
export type ThrottleKind = (typeof THROTTLE_KINDS)[number];

/** Failures in a row that cost nothing but the last, which begins the first wait. */
export const FREE_FAILURES = 5;

/** Failures are forgotten when none came for this long. */
export const FORGET_AFTER_MS = 60 * 60 * 1000;

/** How long a client stays known to an address after it signed in. */
export const KNOWN_FOR_MS = 30 * 24 * 60 * 60 * 1000;

const WAITS: Record<ThrottleKind, { firstMs: number; maxMs: number }> = {
  pair: { firstMs: 15_000, maxMs: 15 * 60_000 },
  client: { firstMs: 10_000, maxMs: 5 * 60_000 },
  address: { firstMs: 5_000, maxMs: 60_000 },
};

/** One counter as stored. */
export type Counter = {
  failures: number;
  lastAttemptAt: Date;
  blockedUntil: Date | null;
  succeededAt: Date | null;
};

export type Counters = Record<ThrottleKind, Counter | null>;

/** Milliseconds until the next attempt is allowed; 0 when it is allowed now. */
export function findWaitMs(counters: Counters, now: Date): number {
  const known = isKnown(counters.pair, now);
  const holding = known ? [counters.pair] : [counters.pair, counters.client, counters.address];
  const waits = holding.map((counter) => waitOf(counter, now));
  return Math.max(0, ...waits);
}

/**
 * The counter after one more attempt, which counts as failed until it is known to have succeeded:
 * a hundred attempts at once must not all slip through before the first has failed.
 */
export function countAttempt(kind: ThrottleKind, counter: Counter | null, now: Date): Counter {
  const failures = currentFailures(counter, now) + 1;
  const { firstMs, maxMs } = WAITS[kind];
  const waitMs = Math.min(firstMs * 2 ** Math.max(0, failures - FREE_FAILURES), maxMs);
  return {
    failures,
    lastAttemptAt: now,
    blockedUntil: failures < FREE_FAILURES ? null : new Date(now.getTime() + waitMs),
    succeededAt: counter?.succeededAt ?? null,
  };
}

/**
 * The counters after a success. It clears the address and the pair. From the client it takes only
 * what this address had added, so that an attacker with one account of their own cannot clear it.
 */
export function countSuccess(counters: Counters, now: Date): Record<ThrottleKind, Counter> {
  const own = counters.pair?.failures ?? 1;
  const left = Math.max(0, (counters.client?.failures ?? 0) - own);
  const cleared = { failures: 0, lastAttemptAt: now, blockedUntil: null, succeededAt: null };
  const blockedUntil = left < FREE_FAILURES ? null : (counters.client?.blockedUntil ?? null);
  return {
    address: cleared,
    client: { ...cleared, failures: left, blockedUntil },
    pair: { ...cleared, succeededAt: now },
  };
}

function currentFailures(counter: Counter | null, now: Date): number {
  if (!counter) return 0;
  const quietMs = now.getTime() - counter.lastAttemptAt.getTime();
  return quietMs >= FORGET_AFTER_MS ? 0 : counter.failures;
}

function waitOf(counter: Counter | null, now: Date): number {
  return (counter?.blockedUntil?.getTime() ?? 0) - now.getTime();
}

function isKnown(pair: Counter | null, now: Date): boolean {
  if (!pair?.succeededAt) return false;
  return now.getTime() - pair.succeededAt.getTime() < KNOWN_FOR_MS;
}
