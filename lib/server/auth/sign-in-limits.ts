import "server-only";
import { createHmac } from "node:crypto";
import { lt } from "drizzle-orm";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Db } from "../db/db";
import { signInLimits } from "../db/schema";

const WINDOW_SECONDS = 5 * 60;

/** Failures of one address from one client, so that nobody can lock out somebody elsewhere. */
export const PAIR_FAILURES_MAX = 5;

/** Failures of one client at all addresses together: an office behind one address is one client. */
export const CLIENT_FAILURES_MAX = 50;

type AttemptKeys = { pair: string; client: string };

/** `isFirst`: the first attempt within the window that has to wait. The access log records this one. */
type AttemptWait = { retryAfterSeconds: number; isFirst: boolean };

/** Keyed hashes, so that the table names nobody. */
export function toAttemptKeys(email: string, client: string, secret: string): AttemptKeys {
  const digest = (...parts: string[]) =>
    createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url");
  return { pair: digest("pair", email, client), client: digest("client", client) };
}

/**
 * Counts an attempt before its password is checked, so that of a hundred at once five get through. Returns
 * the wait, or null. The pair comes first: attempts that it refuses do not count against the client.
 */
export async function countAttempt(db: Db, keys: AttemptKeys): Promise<AttemptWait | null> {
  return (await consume(pairLimiter(db), keys.pair)) ?? consume(clientLimiter(db), keys.client);
}

/** After a success: clears the pair, and the one attempt from the client's count. */
export async function clearAttempts(db: Db, keys: AttemptKeys): Promise<void> {
  await pairLimiter(db).delete(keys.pair);
  await clientLimiter(db).reward(keys.client);
  await db.delete(signInLimits).where(lt(signInLimits.expire, new Date()));
}

function pairLimiter(db: Db): RateLimiterDrizzle {
  return createLimiter(db, "pair", PAIR_FAILURES_MAX);
}

function clientLimiter(db: Db): RateLimiterDrizzle {
  return createLimiter(db, "client", CLIENT_FAILURES_MAX);
}

function createLimiter(storeClient: Db, keyPrefix: string, points: number): RateLimiterDrizzle {
  return new RateLimiterDrizzle({
    ...{ storeClient, schema: signInLimits, keyPrefix, points, duration: WINDOW_SECONDS },
    // Its own timer prints database errors to the console.
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
