import { spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { describeOnBothEngines, findPostgresUrl } from "@/test/engines";
import { createDatabase } from "@/test/postgres/create-database";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { findStaffByEmail, insertStaff } from "../staff/staff-store";
import { DataDirLockedError } from "./data-dir-locked-error";
import type { Db } from "./db";
import { openDatabase } from "./open-database";
import { openPglite } from "./open-pglite";
import { signInThrottle, staff, staffSignIns } from "./schema";

const serverUrl = findPostgresUrl();

const PERSON = { email: "a@example.com", name: "A", role: "agent", passwordHash: "x" } as const;

async function countMigrations(db: Db): Promise<number> {
  return db.$count(sql`drizzle.__drizzle_migrations`);
}

describeOnBothEngines("the database", (engine) => {
  test("has every table of the schema after it was opened", async () => {
    const { db } = engine.opened();
    for (const table of [staff, staffSignIns, signInThrottle]) {
      await expect(db.$count(table)).resolves.toBe(0);
    }
  });

  test("starters at the same time do no harm: one migrates, the others wait or are refused", async () => {
    const starters = Array.from({ length: 3 }, () => openDatabase(engine.env()));
    const outcomes = await Promise.allSettled(starters);
    const before = await countMigrations(engine.opened().db);
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") await outcome.value.close();
      else expect(outcome.reason).toBeInstanceOf(DataDirLockedError);
    }
    const opened = outcomes.filter((outcome) => outcome.status === "fulfilled");
    expect(opened).toHaveLength(engine.name === "postgres" ? 3 : 0);
    expect(await countMigrations(engine.opened().db)).toBe(before);
  });

  test("keeps one account per address, even when two are added at once", async () => {
    const { db } = engine.opened();
    const added = await Promise.all([insertStaff(db, PERSON), insertStaff(db, PERSON)]);
    expect(added.toSorted()).toEqual([false, true]);
  });

  test("refuses an address with capitals, which nobody could sign in with", async () => {
    const { db } = engine.opened();
    await expect(insertStaff(db, { ...PERSON, email: "Upper@example.com" })).rejects.toThrow();
  });
});

test.skipIf(serverUrl === null)(
  "three starters on an empty Postgres create the tables once",
  async () => {
    const database = await createDatabase(serverUrl ?? "");
    const env = { dataDir: "", databaseUrl: database.url };
    const opened = await Promise.all([openDatabase(env), openDatabase(env), openDatabase(env)]);
    expect(await countMigrations(opened[0].db)).toBeGreaterThan(0);
    await Promise.all(opened.map(({ close }) => close()));
    await database.drop();
  },
  60_000,
);

test("the built-in database opens again where it was, and migrating again changes nothing", async () => {
  const folder = makeTemporaryFolder();
  const first = await openPglite(folder);
  const migrations = await countMigrations(first.db);
  await insertStaff(first.db, PERSON);
  await first.close();
  const second = await openPglite(folder);
  expect(await findStaffByEmail(second.db, PERSON.email)).toMatchObject({ name: "A" });
  expect(await countMigrations(second.db)).toBe(migrations);
  await second.close();
}, 30_000);

test("closing waits for what was asked before, also behind a statement that takes long", async () => {
  const folder = makeTemporaryFolder();
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
}, 30_000);

test("kill -9 loses nothing that was acknowledged, and the next desk can open the folder", async () => {
  const folder = makeTemporaryFolder();
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
}, 60_000);
