import "server-only";
import { createHmac } from "node:crypto";
import { and, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { signInThrottle } from "../db/schema";
import {
  type Counters,
  countAttempt,
  countSuccess,
  countTooEarly,
  FORGET_AFTER_MS,
  findWaitMs,
  KNOWN_FOR_MS,
  THROTTLE_KINDS,
  type ThrottleKind,
} from "./throttle-policy";

/** Any number that nothing else locks; sign-ins are rare and the lock is held for a millisecond. */
const THROTTLE_LOCK = 7_305_801_915;

type Keys = Record<ThrottleKind, string>;

/** The keys of one attempt's counters. Keyed hashes, so that the table names nobody. */
export function toThrottleKeys(email: string, client: string, secret: string): Keys {
  const digest = (...parts: string[]) =>
    createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url");
  return {
    address: digest("address", email),
    client: digest("client", client),
    pair: digest("pair", email, client),
  };
}

/**
 * Counts an attempt before its password is looked at. Gives the milliseconds to wait instead, when
 * it comes too early; it is then not counted as a failure.
 */
export function beginAttempt(db: Db, keys: Keys, now: Date): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${THROTTLE_LOCK})`);
    const counters = await findCounters(tx, keys);
    const waitMs = findWaitMs(counters, now);
    const changed = waitMs > 0 ? countTooEarly(counters, now) : countAttempt(counters, now);
    await saveCounters(tx, keys, changed);
    return waitMs;
  });
}

/** Takes back what `beginAttempt` counted, and forgets counters that no longer matter. */
export function noteSuccess(db: Db, keys: Keys, now: Date): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${THROTTLE_LOCK})`);
    await saveCounters(tx, keys, countSuccess(await findCounters(tx, keys), now));
    await deleteForgotten(tx, now);
  });
}

async function findCounters(db: Db, keys: Keys): Promise<Counters> {
  const rows = await db
    .select()
    .from(signInThrottle)
    .where(inArray(signInThrottle.key, Object.values(keys)));
  const find = (kind: ThrottleKind) => rows.find((row) => row.key === keys[kind]) ?? null;
  return { address: find("address"), client: find("client"), pair: find("pair") };
}

async function saveCounters(db: Db, keys: Keys, counters: Partial<Counters>): Promise<void> {
  const values = THROTTLE_KINDS.flatMap((kind) => {
    const counter = counters[kind];
    return counter ? [{ ...counter, key: keys[kind] }] : [];
  });
  if (values.length === 0) return;
  await db
    .insert(signInThrottle)
    .values(values)
    .onConflictDoUpdate({
      target: signInThrottle.key,
      set: {
        failures: sql`excluded.failures`,
        recentFailures: sql`excluded.recent_failures`,
        lastAttemptAt: sql`excluded.last_attempt_at`,
        blockedUntil: sql`excluded.blocked_until`,
        succeededAt: sql`excluded.succeeded_at`,
      },
    });
}

async function deleteForgotten(db: Db, now: Date): Promise<void> {
  const { lastAttemptAt, succeededAt } = signInThrottle;
  await db
    .delete(signInThrottle)
    .where(
      and(
        lt(lastAttemptAt, new Date(now.getTime() - FORGET_AFTER_MS)),
        or(isNull(succeededAt), lt(succeededAt, new Date(now.getTime() - KNOWN_FOR_MS))),
      ),
    );
}
