import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { SandboxServer } from "@/sandbox/server";
import { describeOn } from "@/test/engines";
import { forgetAll, startKayle, waitUntilEqual } from "@/test/sync/harness";
import { type SyncProcess, spawnSync } from "@/test/sync/spawn-sync";
import { openDatabase } from "../db/open-database";
import { emptyIndex } from "../index/empty-index";
import { readRows, withIndexWriter } from "../index/index-writer";
import { SYNC_LEASE } from "../index/sync-state";
import { SYNC_DEFAULTS } from "./sync-settings";
import { findLeaseHolder } from "./testing/find-lease-holder";

const SLOW_MS = 90_000;
const LEASE_MS = 3_000;

// The built-in database lets no second desk in.
describeOn("postgres", "two desks on one database", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  const settings = { rpsMax: 200, incrementalEveryMs: 100, leaseMs: LEASE_MS, leaseRetryMs: 500 };

  const nameOf = (child: SyncProcess) => child.lines.join("\n").match(/^leader (\S+)/)?.[1];
  const findHolder = () => findLeaseHolder(engine.opened().db, SYNC_LEASE);

  /** The one that syncs comes first. */
  async function startTwo(server: SandboxServer): Promise<[SyncProcess, SyncProcess]> {
    const key = server.sandbox.keys.main;
    const spawnOne = (): SyncProcess => {
      const child = spawnSync({ database: engine.env(), url: server.url, key, settings });
      onTestFinished(() => child.kill());
      return child;
    };
    const [one, other] = [spawnOne(), spawnOne()];
    await vi.waitFor(async () => {
      expect(await findHolder()).not.toBeNull();
      expect([one, other].every((desk) => nameOf(desk) !== undefined)).toBe(true);
    }, SLOW_MS);
    return nameOf(one) === (await findHolder()) ? [one, other] : [other, one];
  }

  async function waitForTakeOver(idle: SyncProcess): Promise<void> {
    const from = Date.now();
    await vi.waitFor(async () => expect(await findHolder()).toBe(nameOf(idle)), SLOW_MS);
    expect(Date.now() - from).toBeLessThan(LEASE_MS + 5_000);
  }

  test(
    "one syncs, and the other takes over when it is killed",
    async () => {
      const server = await startKayle({ size: 200 });
      const [active, idle] = await startTwo(server);
      await active.kill();
      server.sandbox.sessions.create([{}]);
      await waitForTakeOver(idle);
      await waitUntilEqual(engine.opened(), server);
      expect(await idle.stop()).toBe(0);
      expect(await findHolder()).toBeNull();
    },
    SLOW_MS,
  );

  test(
    "one that hangs is replaced too, and writes nothing down when it comes back",
    async () => {
      const server = await startKayle({ size: 200 });
      const [active, idle] = await startTwo(server);
      await waitUntilEqual(engine.opened(), server);
      active.freeze();
      await waitForTakeOver(idle);
      active.thaw();
      await vi.waitFor(
        () => expect(active.lines.join("\n")).toContain("the sync begins again"),
        SLOW_MS,
      );
      expect(await findHolder()).toBe(nameOf(idle));
      server.sandbox.sessions.create([{}]);
      await waitUntilEqual(engine.opened(), server);
      expect(await active.stop()).toBe(0);
      expect(await findHolder()).toBe(nameOf(idle));
    },
    SLOW_MS,
  );

  test(
    "a desk that hangs in the middle of a write keeps the index from nobody for long",
    async () => {
      const { db } = engine.opened();
      const hung = await openDatabase(engine.env());
      let goOn: () => void = () => undefined;
      const inTheMiddle = withIndexWriter(hung.db, async (tx) => {
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
        await tx.execute(sql`delete from leases`);
      });
      const outcome = expect(inTheMiddle).rejects.toThrow();
      const locked = sql`select 1 from pg_locks join pg_database on oid = database
        where locktype = 'advisory' and granted and datname = current_database()`;
      await vi.waitFor(async () => expect(await readRows(db, locked)).toHaveLength(1), SLOW_MS);
      const from = Date.now();
      await emptyIndex(db);
      expect(Date.now() - from).toBeLessThan(SYNC_DEFAULTS.leaseMs);
      goOn();
      await outcome;
      await hung.close();
    },
    SLOW_MS,
  );
});
