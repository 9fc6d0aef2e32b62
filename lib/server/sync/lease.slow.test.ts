import { sql } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, openWorld } from "@/test/sync/harness";
import { readRows } from "../index/index-writer";
import { LeaseLostError, SYNC_LEASE, saveState } from "../index/sync-state";
import { releaseLease, takeLease } from "./lease";
import { SYNC_DEFAULTS } from "./sync-settings";
import { findLeaseHolder } from "./testing/find-lease-holder";

test("with the defaults a dead leader is replaced within thirty seconds", () => {
  const { leaseMs, leaseRetryMs } = SYNC_DEFAULTS;
  expect(leaseMs + leaseRetryMs).toBeLessThan(30_000);
});

describeOnEngine("the lease", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  const take = (holder: string, leaseMs = 60_000, force = false) =>
    takeLease(engine.opened().db, { name: SYNC_LEASE, holder, leaseMs, force });

  test("of many who ask at once, one gets it", async () => {
    const asked = Array.from({ length: 12 }, (_, number) => take(`desk-${number}`));
    const taken = await Promise.all(asked);
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await findLeaseHolder(engine.opened().db, SYNC_LEASE)).toBe(
      `desk-${taken.indexOf(true)}`,
    );
  });

  test("is renewed by its holder, refused to others, and free once it has run out or come back", async () => {
    const { db } = engine.opened();
    expect(await take("one", 300)).toBe(true);
    expect(await take("one", 300)).toBe(true);
    expect(await take("two")).toBe(false);
    await vi.waitFor(async () => expect(await take("two")).toBe(true), 5_000);
    expect(await take("one")).toBe(false);
    await releaseLease(db, SYNC_LEASE, "one");
    expect(await findLeaseHolder(db, SYNC_LEASE)).toBe("two");
    await releaseLease(db, SYNC_LEASE, "two");
    expect(await take("one")).toBe(true);
    expect(await take("three", 60_000, true)).toBe(true);
  });

  test("a leader that has lost it can no longer save how far the sync is", async () => {
    const { db } = engine.opened();
    await take("one");
    await saveState(db, "incremental", { asOf: "2026-01-01T00:00:00.000Z" }, "one");
    await take("two", 60_000, true);
    const late = saveState(db, "incremental", { asOf: "2027-01-01T00:00:00.000Z" }, "one");
    await expect(late).rejects.toThrow(LeaseLostError);
    const [row] = await readRows<{ value: string }>(
      db,
      sql`select value::text from sync_state where key = 'incremental'`,
    );
    expect(row?.value).toContain("2026-01-01");
  });

  test("a leader that has lost it stops, and leads again once it may", async () => {
    const { db } = engine.opened();
    const world = await openWorld(engine.opened(), { size: 0 });
    const warned: unknown[] = [];
    const log = { info() {}, error() {}, warn: (...words: unknown[]) => warned.push(words) };
    const { leader } = world.startWith({ log });
    await world.clock.runFor(4_900);
    expect(await take("other", 60_000, true)).toBe(true);
    await world.clock.runFor(200, 1);
    await vi.waitFor(
      () => expect(warned).toEqual([[expect.anything(), "the sync begins again"]]),
      10_000,
    );
    const { asOf } = await world.readStatus();
    await world.clock.runFor(30_000, 1);
    expect(await world.readStatus()).toMatchObject({ asOf, leader: "other" });
    await releaseLease(db, SYNC_LEASE, "other");
    await vi.waitFor(async () => {
      await world.clock.runFor(1_000, 1);
      expect(await findLeaseHolder(db, SYNC_LEASE)).toBe(leader);
    }, 30_000);
    await world.clock.runFor(10_000);
    expect((await world.readStatus()).asOf?.getTime()).toBeGreaterThan(asOf?.getTime() ?? 0);
  });
});
