import "server-only";

/**
 * How failures slow the next attempt. Three counters look at each attempt:
 *
 * - `pair`, an address from one client: the strictest, for guessing at one account;
 * - `client`, whatever the address: for trying one password on many accounts;
 * - `address`, whatever the client: for guessing at one account from many places.
 *
 * Pair and client let five failures through in any five minutes: the sixth waits until the first of them
 * is so long ago. The address has no such window but a short brake, because a stranger can cause it: whoever was told to wait by it and has waited is let
 * through, however often the stranger comes back meanwhile.
 *
 * A pair that has signed in within `KNOWN_FOR_MS` is known, and only its own counter is kept for it: a
 * stranger elsewhere, or somebody else in the same office, cannot lock out a person at their usual
 * desk, nor does that person's slip hold up the office. Attempts refused for being too early are not
 * counted and do not lengthen the wait. Counters exist for every address that is typed, so they tell
 * nothing about which accounts there are.
 */
export const THROTTLE_KINDS = ["address", "client", "pair"] as const;
export type ThrottleKind = (typeof THROTTLE_KINDS)[number];

/** Failures that are let through within a window. */
export const FREE_FAILURES = 5;

/** Any stretch of so long. */
export const WINDOW_MS = 5 * 60 * 1000;

/** Failures are forgotten when none came for this long. */
export const FORGET_AFTER_MS = 60 * 60 * 1000;

/** How long a client stays known to an address after it signed in. */
export const KNOWN_FOR_MS = 30 * 24 * 60 * 60 * 1000;

/** Full windows of one pair in a row are longer and longer, up to this. */
const PAIR_WINDOW_MAX_MS = 3 * WINDOW_MS;

const BRAKE_FIRST_MS = 5_000;
const BRAKE_MAX_MS = 60_000;

/** For how long somebody who has waited may come and be let through. */
const HAS_WAITED_FOR_MS = 10 * 60 * 1000;

/**
 * One counter as stored. In pair and client `failures` are five for each full window in a row before
 * this one, and those of this one, which `recentFailures` has one by one.
 */
export type Counter = {
  failures: number;
  /** In milliseconds since 1970, oldest first. */
  recentFailures: number[];
  lastAttemptAt: Date;
  blockedUntil: Date | null;
  succeededAt: Date | null;
};

export type Counters = Record<ThrottleKind, Counter | null>;

/** Milliseconds until the next attempt is allowed; 0 when it is allowed now. */
export function findWaitMs(counters: Counters, now: Date): number {
  const kinds = toCountedKinds(counters, now).filter(
    (kind) => kind !== "address" || !hasWaited(counters.pair, now),
  );
  return Math.max(0, ...kinds.map((kind) => waitOf(counters[kind], now)));
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
 * The counters to save for an attempt that came too early. The brake's wait is promised to the pair,
 * so that nobody else's attempts meanwhile can lengthen it.
 */
export function countTooEarly(counters: Counters, now: Date): Partial<Counters> {
  const { pair, address } = counters;
  if (waitOf(address, now) <= 0 || waitOf(pair, now) > 0) return {};
  return {
    pair: {
      failures: currentFailures(pair, now),
      recentFailures: pair?.recentFailures ?? [],
      lastAttemptAt: now,
      blockedUntil: address?.blockedUntil ?? null,
      succeededAt: pair?.succeededAt ?? null,
    },
  };
}

/**
 * The counters to save after a success. It clears the address and the pair. From the client it takes
 * only what this pair had added, so that an attacker with an account of their own cannot clear it.
 */
export function countSuccess(counters: Counters, now: Date): Partial<Counters> {
  const cleared: Counter = {
    failures: 0,
    recentFailures: [],
    lastAttemptAt: now,
    blockedUntil: null,
    succeededAt: null,
  };
  const own = { address: cleared, pair: { ...cleared, succeededAt: now } };
  const { client, pair } = counters;
  if (!client || isKnown(pair, now)) return own;
  const recentFailures = leaveOut(client.recentFailures, pair?.recentFailures ?? []);
  const failures = toFullWindows(client.failures) + recentFailures.length;
  return { ...own, client: { ...client, failures, recentFailures, blockedUntil: null } };
}

function toCountedKinds(counters: Counters, now: Date): readonly ThrottleKind[] {
  return isKnown(counters.pair, now) ? ["pair"] : THROTTLE_KINDS;
}

function countOne(kind: ThrottleKind, counter: Counter | null, now: Date): Counter {
  return kind === "address" ? countBraked(counter, now) : countInWindow(kind, counter, now);
}

function countBraked(counter: Counter | null, now: Date): Counter {
  const failures = currentFailures(counter, now) + 1;
  const waitMs = Math.min(
    BRAKE_FIRST_MS * 2 ** Math.max(0, failures - FREE_FAILURES),
    BRAKE_MAX_MS,
  );
  return {
    failures,
    recentFailures: [],
    lastAttemptAt: now,
    blockedUntil: failures < FREE_FAILURES ? null : new Date(now.getTime() + waitMs),
    succeededAt: counter?.succeededAt ?? null,
  };
}

function countInWindow(kind: "pair" | "client", counter: Counter | null, now: Date): Counter {
  const fullBefore = Math.floor(currentFailures(counter, now) / FREE_FAILURES);
  const recentFailures = [...findRecent(counter, now), now.getTime()];
  const [first = now.getTime()] = recentFailures;
  const isFull = recentFailures.length >= FREE_FAILURES;
  const endMs = first + toWindowMs(kind, fullBefore + 1);
  return {
    failures: fullBefore * FREE_FAILURES + recentFailures.length,
    recentFailures,
    lastAttemptAt: now,
    blockedUntil: isFull ? new Date(endMs) : null,
    succeededAt: counter?.succeededAt ?? null,
  };
}

function findRecent(counter: Counter | null, now: Date): number[] {
  return (counter?.recentFailures ?? []).filter((at) => now.getTime() - at < WINDOW_MS);
}

/** Each of `others` once, where it is there. */
function leaveOut(moments: readonly number[], others: readonly number[]): number[] {
  const left = [...moments];
  for (const other of others) {
    const at = left.indexOf(other);
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

/** A crowd behind one client must not wait longer because of one of them. */
function toWindowMs(kind: "pair" | "client", fullWindows: number): number {
  if (kind === "client") return WINDOW_MS;
  return Math.min(WINDOW_MS * fullWindows, PAIR_WINDOW_MAX_MS);
}

/** Of so many failures those of full windows before the last one. */
function toFullWindows(failures: number): number {
  return Math.max(0, Math.floor((failures - 1) / FREE_FAILURES) * FREE_FAILURES);
}

function currentFailures(counter: Counter | null, now: Date): number {
  if (!counter) return 0;
  const quietMs = now.getTime() - counter.lastAttemptAt.getTime();
  return quietMs >= FORGET_AFTER_MS ? 0 : counter.failures;
}

function waitOf(counter: Counter | null, now: Date): number {
  return (counter?.blockedUntil?.getTime() ?? 0) - now.getTime();
}

/** The pair was told to wait, by whatever counter, and has. The next attempt uses that up. */
function hasWaited(pair: Counter | null, now: Date): boolean {
  if (!pair?.blockedUntil) return false;
  const sinceMs = now.getTime() - pair.blockedUntil.getTime();
  return sinceMs >= 0 && sinceMs < HAS_WAITED_FOR_MS;
}

function isKnown(pair: Counter | null, now: Date): boolean {
  if (!pair?.succeededAt) return false;
  return now.getTime() - pair.succeededAt.getTime() < KNOWN_FOR_MS;
}
