import "server-only";
import { createHmac } from "node:crypto";
import { lt } from "drizzle-orm";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Db } from "../db/db";
import { signInLimits } from "../db/schema";

const WINDOW_SECONDS = 5 * 60;

/** Failures of one address from one client, so that nobody can lock out somebody elsewhere. */
export const PAIR_FAILURES = 5;

/** Failures of one client at all addresses together: an office behind one address is one client. */
export const CLIENT_FAILURES = 50;

export type AttemptKeys = { pair: string; client: string };

/** `isFirst`: the first attempt in its five minutes that is told to wait, which the access log keeps. */
export type AttemptWait = { retryAfterSeconds: number; isFirst: boolean };

/** What an attempt is counted under. Keyed hashes, so that the table names nobody. */
export function toAttemptKeys(email: string, client: string, secret: string): AttemptKeys {
  const digest = (...parts: string[]) =>
    createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url");
  return { pair: digest("pair", email, client), client: digest("client", client) };
}

/**
 * Counts an attempt before its password is looked at: of a hundred at once, five get through. Gives the
 * wait where it comes too early; the pair is asked first, so that its attempts then cost the client nothing.
 */
export async function countAttempt(db: Db, keys: AttemptKeys): Promise<AttemptWait | null> {
  return (await consume(pairLimiter(db), keys.pair)) ?? consume(clientLimiter(db), keys.client);
}

/** Takes back what a success had counted and the pair's failures before it. */
export async function clearAttempts(db: Db, keys: AttemptKeys): Promise<void> {
  await pairLimiter(db).delete(keys.pair);
  await clientLimiter(db).reward(keys.client);
  await db.delete(signInLimits).where(lt(signInLimits.expire, new Date()));
}

function pairLimiter(db: Db): RateLimiterDrizzle {
  return createLimiter(db, "pair", PAIR_FAILURES);
}

function clientLimiter(db: Db): RateLimiterDrizzle {
  return createLimiter(db, "client", CLIENT_FAILURES);
}

function createLimiter(storeClient: Db, keyPrefix: string, points: number): RateLimiterDrizzle {
  return new RateLimiterDrizzle({
    ...{ storeClient, schema: signInLimits, keyPrefix, points, duration: WINDOW_SECONDS },
    // Its own timer would print what the database says.
    clearExpiredByTimeout: false,
  });
}

async function consume(limiter: RateLimiterDrizzle, key: string): Promise<AttemptWait | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return {
      retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)),
      isFirst: refused.consumedPoints === limiter.points + 1,
    };
  }
}
