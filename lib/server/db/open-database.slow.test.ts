import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { describeOnEngine, findPostgresUrl } from "@/test/engines";
import { createEmptyDatabase } from "@/test/postgres/databases";
import { insertStaff } from "../staff/staff-store";
import { DataDirLockedError } from "./data-dir-locked-error";
import type { Db } from "./db";
import { openDatabase } from "./open-database";
import { signInLimits, staff, staffSignIns } from "./schema";

const serverUrl = findPostgresUrl();

const PERSON = { email: "a@example.com", name: "A", role: "agent", passwordHash: "x" } as const;

async function countMigrations(db: Db): Promise<number> {
  return db.$count(sql`drizzle.__drizzle_migrations`);
}

describeOnEngine("the database", (engine) => {
  test("has every table of the schema after it was opened", async () => {
    const { db } = engine.opened();
    for (const table of [staff, staffSignIns, signInLimits]) {
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
    const database = await createEmptyDatabase(serverUrl ?? "");
    const env = { dataDir: "", databaseUrl: database.url };
    const opened = await Promise.all([openDatabase(env), openDatabase(env), openDatabase(env)]);
    expect(await countMigrations(opened[0].db)).toBeGreaterThan(0);
    await Promise.all(opened.map(({ close }) => close()));
    await database.drop();
  },
  60_000,
);
