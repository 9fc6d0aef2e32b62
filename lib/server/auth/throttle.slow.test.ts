import { expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { signInThrottle } from "../db/schema";
import { beginAttempt, noteSuccess, toThrottleKeys } from "./throttle";
import { FREE_FAILURES, KNOWN_FOR_MS, WINDOW_MS } from "./throttle-policy";

const SECRET = "a secret";
const NOW = new Date("2026-05-03T09:00:00Z");

describeOnEngine("the throttle", (engine) => {
  test("lets five of a hundred simultaneous attempts through, not a hundred", async () => {
    const { db } = engine.opened();
    const keys = toThrottleKeys("many@example.com", "192.0.2.1", SECRET);
    const waits = await Promise.all(Array.from({ length: 100 }, () => beginAttempt(db, keys, NOW)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(FREE_FAILURES);
  });

  test("does not count an attempt that came too early", async () => {
    const { db } = engine.opened();
    const keys = toThrottleKeys("early@example.com", "192.0.2.2", SECRET);
    for (let count = 0; count < 30; count += 1) await beginAttempt(db, keys, NOW);
    expect(await beginAttempt(db, keys, NOW)).toBe(WINDOW_MS);
  });

  test("begins anew after a success", async () => {
    const { db } = engine.opened();
    const keys = toThrottleKeys("back@example.com", "192.0.2.3", SECRET);
    for (let count = 0; count < 4; count += 1) await beginAttempt(db, keys, NOW);
    await noteSuccess(db, keys, NOW);
    for (let count = 0; count < 4; count += 1) expect(await beginAttempt(db, keys, NOW)).toBe(0);
  });

  test("keeps its counters, and the wait that was promised, in the database", async () => {
    const { db } = engine.opened();
    const stranger = (n: number) => toThrottleKeys("ann@example.com", `203.0.113.${n}`, SECRET);
    for (let n = 0; n < 5; n += 1) await beginAttempt(db, stranger(n), NOW);
    const home = toThrottleKeys("ann@example.com", "192.0.2.9", SECRET);
    expect(await beginAttempt(db, home, NOW)).toBe(5_000);
    const then = new Date(NOW.getTime() + 5_000);
    expect(await beginAttempt(db, stranger(9), then)).toBe(0);
    expect(await beginAttempt(db, home, then)).toBe(0);
  });

  test("stores neither an address nor a client, and forgets what no longer matters", async () => {
    const { db } = engine.opened();
    const rows = await db.select().from(signInThrottle);
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toMatch(/example|192\.0\.2/);
    const keys = toThrottleKeys("new@example.com", "192.0.2.4", SECRET);
    await beginAttempt(db, keys, NOW);
    await noteSuccess(db, keys, new Date(NOW.getTime() + 2 * KNOWN_FOR_MS));
    expect(await db.$count(signInThrottle)).toBeLessThanOrEqual(3);
  });
});

test("a key tells nothing without the secret, and parts cannot be shifted between its fields", () => {
  expect(toThrottleKeys("a", "b", "one").pair).not.toBe(toThrottleKeys("a", "b", "two").pair);
  expect(toThrottleKeys("a,b", "c", SECRET).pair).not.toBe(toThrottleKeys("a", "b,c", SECRET).pair);
  expect(toThrottleKeys("a", "a", SECRET).address).not.toBe(
    toThrottleKeys("a", "a", SECRET).client,
  );
});
