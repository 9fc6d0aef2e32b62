import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { describeOnBothEngines } from "@/test/engines";
import { forgetAll, startKayle } from "@/test/sync/harness";
import { type SyncProcess, spawnSync } from "@/test/sync/spawn-sync";
import { readRows } from "../index/index-writer";
import { LeaseLostError, SYNC_LEASE, saveState } from "../index/sync-state";
import { findLeaseHolder, releaseLease, takeLease } from "./lease";
import { SYNC_DEFAULTS } from "./sync-settings";

const SLOW_MS = 90_000;
const LEASE_MS = 3_000;

test("with the defaults a dead holder is replaced within thirty seconds", () => {
  const { leaseMs, leaseRetryMs } = SYNC_DEFAULTS;
  expect(leaseMs + leaseRetryMs).toBeLessThan(30_000);
});

describeOnBothEngines("the lease", (engine) => {
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

  test("who has lost it can no longer write down where the sync stands", async () => {
    const { db } = engine.opened();
    await take("one");
    await saveState(db, "fresh", { asOf: "2026-01-01T00:00:00.000Z" }, "one");
    await take("two", 60_000, true);
    const late = saveState(db, "fresh", { asOf: "2027-01-01T00:00:00.000Z" }, "one");
    await expect(late).rejects.toThrow(LeaseLostError);
    const [row] = await readRows<{ value: string }>(
      db,
      sql`select value::text from sync_state where key = 'fresh'`,
    );
    expect(row?.value).toContain("2026-01-01");
  });

  test.skipIf(engine.name === "pglite")(
    "of two desks on one database one syncs, and the other takes over when it is killed",
    async () => {
      const { db } = engine.opened();
      const server = await startKayle({ size: 200 });
      const settings = {
        rpsMax: 200,
        freshEveryMs: 100,
        leaseMs: LEASE_MS,
        leaseRetryMs: 500,
      };
      const key = server.sandbox.keys.main;
      const spawnOne = (): SyncProcess => {
        const child = spawnSync({ database: engine.env(), url: server.url, key, settings });
        onTestFinished(() => child.kill());
        return child;
      };
      const nameOf = (child: SyncProcess) => child.lines.join("\n").match(/^holder (\S+)/)?.[1];
      const desks = [spawnOne(), spawnOne()] as const;
      await vi.waitFor(async () => {
        expect(await findLeaseHolder(db, SYNC_LEASE)).not.toBeNull();
        expect(desks.every((desk) => nameOf(desk) !== undefined)).toBe(true);
      }, SLOW_MS);
      const holder = await findLeaseHolder(db, SYNC_LEASE);
      const [active, idle] = nameOf(desks[0]) === holder ? desks : [desks[1], desks[0]];
      await active.kill();
      const killedAt = Date.now();
      server.sandbox.sessions.create([{}]);
      await vi.waitFor(async () => {
        expect(await findLeaseHolder(db, SYNC_LEASE)).toBe(nameOf(idle));
      }, SLOW_MS);
      expect(Date.now() - killedAt).toBeLessThan(LEASE_MS + 5_000);
      await vi.waitFor(async () => {
        expect(await db.$count(sql`session_index`)).toBe(201);
      }, SLOW_MS);
      expect(await idle.stop()).toBe(0);
      expect(await findLeaseHolder(db, SYNC_LEASE)).toBeNull();
    },
    SLOW_MS,
  );
});
