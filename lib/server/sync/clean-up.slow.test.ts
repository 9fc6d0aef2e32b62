import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { forgetAll } from "@/test/sync/harness";
import { readRows } from "../index/index-writer";
import { SYNC_LEASE, saveState } from "../index/sync-state";
import { cleanUpIfDue } from "./clean-up";
import { takeLease } from "./lease";
import { STATE_KEYS } from "./state";

const HOLDER = "the-desk";
const RANGE = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" };

describeOnEngine("cleaning up", (engine) => {
  beforeEach(async () => {
    const { db } = engine.opened();
    await forgetAll(engine.opened());
    await takeLease(db, { name: SYNC_LEASE, holder: HOLDER, leaseMs: 60_000 });
  });

  async function saveBackfill(pending: (typeof RANGE)[]): Promise<void> {
    const state = { windowStart: RANGE.from, retentionDays: 30, pending };
    await saveState(engine.opened().db, STATE_KEYS.backfill, state, HOLDER);
  }

  async function countChanges(more: number): Promise<void> {
    await engine.opened().db.execute(sql`select setval('session_change_numbers',
      (select last_value from session_change_numbers) + ${more})`);
  }

  const cleanUp = () => {
    const { db, engine: name } = engine.opened();
    return cleanUpIfDue({ db, holder: HOLDER }, name);
  };

  /** The change up to which the last cleaning had come, and whether the planner knows the table. */
  async function readCleaned(): Promise<{ changeNo: number | null; isCounted: boolean }> {
    const [row] = await readRows<{ changeNo: number | null; isCounted: boolean }>(
      engine.opened().db,
      sql`select (select (value->>'changeNo')::float8 from sync_state
          where key = ${STATE_KEYS.cleaned}) as "changeNo",
        (select reltuples >= 0 from pg_class where relname = 'kayle_events') as "isCounted"`,
    );
    return row ?? { changeNo: null, isCounted: false };
  }

  test("the built-in database is cleaned and counted after a first fill, however small, and Postgres left to itself", async () => {
    await countChanges(10);
    await saveBackfill([]);
    await cleanUp();
    const { changeNo, isCounted } = await readCleaned();
    if (engine.opened().engine === "pglite") {
      expect(changeNo).toBeGreaterThanOrEqual(10);
      expect(isCounted).toBe(true);
    } else {
      expect(changeNo).toBeNull();
    }
  });

  test("not once more until as many changes have come, whether the desk was started anew or not", async () => {
    await saveBackfill([]);
    await countChanges(60_000);
    await cleanUp();
    const first = await readCleaned();
    await countChanges(40_000);
    await cleanUp();
    expect(await readCleaned()).toEqual(first);
    await countChanges(20_000);
    await cleanUp();
    const last = await readCleaned();
    if (engine.opened().engine === "pglite") {
      expect(last.changeNo).toBe((first.changeNo ?? 0) + 60_000);
    } else {
      expect(last.changeNo).toBeNull();
    }
  });

  test("not while the index is being filled, and not before it is known what to fill", async () => {
    await countChanges(60_000);
    await cleanUp();
    expect((await readCleaned()).changeNo).toBeNull();
    await saveBackfill([RANGE]);
    await cleanUp();
    expect((await readCleaned()).changeNo).toBeNull();
  });
});
