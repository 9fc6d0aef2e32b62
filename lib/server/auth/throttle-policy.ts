import "server-only";

/**
 * How failures slow the next attempt. Three counters look at each attempt:
 *
 * - `pair`, an address from one client: the strictest, for guessing at one account;
 * - `client`, whatever the address: for trying one password on many accounts;
 * - `address`, whatever the client: for guessing at one account from many places. Its delays stay
 *   short, because a stranger can cause them.
 *
 * A pair that has signed in within `KNOWN_FOR_MS` is known, and only its own counter is kept for it: a
 * stranger elsewhere, or somebody else in the same office, cannot lock out a person at their usual
 * desk, nor does that person's slip hold up the office. Attempts refused for being too early are not counted and do not lengthen the wait. Counters
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
  const waits = toCountedKinds(counters, now).map((kind) => waitOf(counters[kind], now));
  return Math.max(0, ...waits);
}

/**
 * The counters to save for one more attempt, which counts as failed until it is known to have
 * succeeded: a hundred attempts at once must not all slip through before the first has failed.
 */
export function countAttempt(counters: Counters, now: Date): Partial<Counters> {
  const kinds = toCountedKinds(counters, now);
  return Object.fromEntries(kinds.map((kind) => [kind, countOne(kind, counters[kind], now)]));
}

/**
 * The counters to save after a success. It clears the address and the pair. From the client it takes
 * only what this pair had added, so that an attacker with an account of their own cannot clear it.
 */
export function countSuccess(counters: Counters, now: Date): Partial<Counters> {
  const cleared = { failures: 0, lastAttemptAt: now, blockedUntil: null, succeededAt: null };
  const own = { address: cleared, pair: { ...cleared, succeededAt: now } };
  if (!counters.client || isKnown(counters.pair, now)) return own;
  const failures = Math.max(0, counters.client.failures - (counters.pair?.failures ?? 1));
  const blockedUntil = failures < FREE_FAILURES ? null : counters.client.blockedUntil;
  return { ...own, client: { ...counters.client, failures, blockedUntil } };
}

function toCountedKinds(counters: Counters, now: Date): readonly ThrottleKind[] {
  return isKnown(counters.pair, now) ? ["pair"] : THROTTLE_KINDS;
}

function countOne(kind: ThrottleKind, counter: Counter | null, now: Date): Counter {
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
