import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import type { Db } from "../db/db";
import { signInLimits } from "../db/schema";
import {
  CLIENT_FAILURES_MAX,
  clearAttempts,
  countAttempt,
  PAIR_FAILURES_MAX,
  toAttemptKeys,
} from "./sign-in-limits";

const SECRET = "a secret";
const CLIENT = "192.0.2.1";

describeOnEngine("the limits of attempts", (engine) => {
  let people = 0;

  /** Somebody new at the office. */
  function makeKeys(client = CLIENT) {
    people += 1;
    return toAttemptKeys(`person-${people}@example.com`, client, SECRET);
  }

  async function fail(db: Db, keys: ReturnType<typeof makeKeys>, times: number) {
    const waits = [];
    for (let count = 0; count < times; count += 1) waits.push(await countAttempt(db, keys));
    return waits;
  }

  test("let five of a hundred simultaneous attempts through, not a hundred, and say so once", async () => {
    const { db } = engine.opened();
    const keys = makeKeys("192.0.2.2");
    const waits = await Promise.all(Array.from({ length: 100 }, () => countAttempt(db, keys)));
    expect(waits.filter((wait) => wait === null)).toHaveLength(PAIR_FAILURES_MAX);
    expect(waits.filter((wait) => wait?.isFirst)).toHaveLength(1);
  });

  test("do not make the wait longer for attempts that come too early", async () => {
    const { db } = engine.opened();
    const waits = await fail(db, makeKeys("192.0.2.3"), 30);
    const seconds = waits.flatMap((wait) => (wait ? [wait.retryAfterSeconds] : []));
    expect(seconds).toHaveLength(30 - PAIR_FAILURES_MAX);
    expect(seconds).toEqual(seconds.toSorted((a, b) => b - a));
    expect(Math.max(...seconds)).toBeLessThanOrEqual(300);
  });

  test("end with their five minutes", async () => {
    const { db } = engine.opened();
    const keys = makeKeys("192.0.2.4");
    await fail(db, keys, PAIR_FAILURES_MAX + 1);
    await db
      .update(signInLimits)
      .set({ expire: new Date(Date.now() - 1) })
      .where(eq(signInLimits.key, `pair:${keys.pair}`));
    expect(await countAttempt(db, keys)).toBeNull();
  });

  test("hold for a client at ever new addresses too, far later, and for it alone", async () => {
    const { db } = engine.opened();
    const client = "192.0.2.5";
    for (let count = 0; count < CLIENT_FAILURES_MAX; count += 1) {
      expect(await countAttempt(db, makeKeys(client))).toBeNull();
    }
    expect(await countAttempt(db, makeKeys(client))).toMatchObject({ isFirst: true });
    expect(await countAttempt(db, makeKeys("192.0.2.6"))).toBeNull();
  });

  test("cost a client nothing for a pair that waits already, nor for a success", async () => {
    const { db } = engine.opened();
    const client = "192.0.2.7";
    await fail(db, makeKeys(client), 2 * CLIENT_FAILURES_MAX);
    for (let count = 0; count < CLIENT_FAILURES_MAX; count += 1) {
      const keys = makeKeys(client);
      expect(await countAttempt(db, keys)).toBeNull();
      await clearAttempts(db, keys);
    }
    expect(await countAttempt(db, makeKeys(client))).toBeNull();
  });

  test("begin again for a pair after its success", async () => {
    const { db } = engine.opened();
    const keys = makeKeys("192.0.2.8");
    await fail(db, keys, PAIR_FAILURES_MAX - 1);
    await clearAttempts(db, keys);
    expect(await fail(db, keys, PAIR_FAILURES_MAX)).toEqual(Array(PAIR_FAILURES_MAX).fill(null));
  });

  test("store neither an address nor a client, and nothing that is over", async () => {
    const { db } = engine.opened();
    const rows = await db.select().from(signInLimits);
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toMatch(/example|192\.0\.2/);
    await db.update(signInLimits).set({ expire: sql`now() - interval '1 second'` });
    const keys = makeKeys();
    await countAttempt(db, keys);
    await clearAttempts(db, keys);
    expect(await db.$count(signInLimits)).toBe(1);
  });
});

test("a key tells nothing without the secret, and parts cannot be shifted between its fields", () => {
  expect(toAttemptKeys("a", "b", "one").pair).not.toBe(toAttemptKeys("a", "b", "two").pair);
  expect(toAttemptKeys("a,b", "c", SECRET).pair).not.toBe(toAttemptKeys("a", "b,c", SECRET).pair);
  expect(toAttemptKeys("a", "a", SECRET).pair).not.toBe(toAttemptKeys("a", "a", SECRET).client);
});
