import { spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "drizzle-orm";
import { expect, onTestFinished, test, vi } from "vitest";
import { describeOn } from "@/test/engines";
import { fillWithDatabase } from "@/test/pglite-template";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { readRows } from "../index/index-writer";
import { CREATED_AT, makeSession, RETENTION, toTestId } from "../index/testing/sessions";
import { upsertSessions } from "../index/upsert-sessions";
import { runSearch } from "../search/run-search";
import { findStaffByEmail, insertStaff } from "../staff/staff-store";
import { DataDirLockedError } from "./data-dir-locked-error";
import type { Db } from "./db";
import { openDatabase } from "./open-database";
import { openPglite } from "./open-pglite";
import { staff } from "./schema";

/** What the gate holds of the built-in database; everything else runs on it in the long tier. */
const PERSON = { email: "a@example.com", name: "A", role: "agent", passwordHash: "x" } as const;
const NOW = new Date(CREATED_AT + 86_400_000);

async function countMigrations(db: Db): Promise<number> {
  return db.$count(sql`drizzle.__drizzle_migrations`);
}

/** With a migrated database: making one takes seconds. */
async function makeDataFolder(): Promise<string> {
  const folder = makeTemporaryFolder();
  await fillWithDatabase(folder);
  return folder;
}

describeOn("pglite", "the built-in database", (engine) => {
  test("is locked: nobody opens its folder a second time", async () => {
    await expect(openDatabase(engine.env())).rejects.toThrow(DataDirLockedError);
  });

  test("takes back what a failed transaction wrote, and goes on", async () => {
    const { db } = engine.opened();
    const failed = db.transaction(async (tx) => {
      await insertStaff(tx, PERSON);
      throw new Error("on purpose");
    });
    await expect(failed).rejects.toThrow("on purpose");
    expect(await db.$count(staff)).toBe(0);
    expect(await db.transaction((tx) => insertStaff(tx, PERSON))).toBe(true);
  });

  test("upserts sessions, and a search finds them by filter and by word", async () => {
    const { db } = engine.opened();
    const sessions = [
      makeSession(1),
      makeSession(2, { status: "failed", redirect_url: "https://shop.example/back?order=AX-17" }),
    ];
    const readAt = new Date(CREATED_AT + 5_000);
    const reads = sessions.map((session) => ({ session, readAt }));
    await upsertSessions(db, reads, { now: NOW, retention: RETENTION });
    const newer = { ...sessions[0], status: "expired", updated_at: NOW.toISOString() };
    await upsertSessions(db, [{ session: { ...makeSession(1), ...newer }, readAt: NOW }], {
      now: NOW,
      retention: RETENTION,
    });
    const find = async (q: string) => {
      const params = { q, zone: "UTC", limit: 50, facets: true };
      const { rows, total } = await runSearch(db, params, NOW);
      return [rows.map(({ id }) => id), total];
    };
    expect(await find("status:expired")).toEqual([[toTestId(1)], 1]);
    expect(await find("ax-17")).toEqual([[toTestId(2)], 1]);
    expect(await find("status:in_progress")).toEqual([[], 0]);
  });
});

test("it makes its tables in an empty folder, opens again where it was, and migrates once", async () => {
  const folder = makeTemporaryFolder();
  const first = await openPglite(folder);
  const migrations = await countMigrations(first.db);
  await insertStaff(first.db, PERSON);
  await first.close();
  const second = await openPglite(folder);
  expect(await findStaffByEmail(second.db, PERSON.email)).toMatchObject({ name: "A" });
  expect(await countMigrations(second.db)).toBe(migrations);
  await second.close();
});

test("sweeps and counts its tables by itself, once an hour", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const opened = await openPglite(await makeDataFolder());
  const readCounted = () =>
    readRows(
      opened.db,
      sql`select 1 from pg_statistic s join pg_class c on c.oid = s.starelid
      where c.relname = 'leases'`,
    );
  await opened.db.execute(sql`insert into leases values ('a', 'b', 1, now())`);
  expect(await readCounted()).toEqual([]);
  vi.advanceTimersByTime(3_600_000);
  expect(await readCounted()).not.toEqual([]);
  await opened.close();
});

test("closing waits for what was asked before, also behind a statement that takes long", async () => {
  const folder = await makeDataFolder();
  const { db, close } = await openPglite(folder);
  const slow = db.execute(sql`select pg_sleep(0.4)`).execute();
  const added = insertStaff(db, PERSON);
  // Drizzle hands both over a few promises later.
  await new Promise(setImmediate);
  await Promise.all([close(), slow]);
  expect(await added).toBe(true);
  const reopened = await openPglite(folder);
  expect(await findStaffByEmail(reopened.db, PERSON.email)).not.toBeNull();
  await reopened.close();
});

test("kill -9 loses nothing that was acknowledged, and the next desk can open the folder", async () => {
  const folder = await makeDataFolder();
  const code = `import { openPglite } from "./lib/server/db/open-pglite.ts";
    import { insertStaff } from "./lib/server/staff/staff-store.ts";
    const { db } = await openPglite(process.argv[1]);
    await insertStaff(db, ${JSON.stringify(PERSON)});
    console.log("written");`;
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "--input-type=module", "-e", code, folder],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(child.stdout, "data");
  await expect(openPglite(folder)).rejects.toThrow(DataDirLockedError);
  child.kill("SIGKILL");
  await once(child, "exit");
  const reopened = await openPglite(folder);
  expect(await findStaffByEmail(reopened.db, PERSON.email)).not.toBeNull();
  await reopened.close();
});
