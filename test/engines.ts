import { afterAll, beforeAll, describe, inject } from "vitest";
import type { OpenDatabase } from "@/lib/server/db/db";
import { openDatabase } from "@/lib/server/db/open-database";
import type { DatabaseEnv } from "@/lib/server/env-schema";
import { createTestDatabase, type TestDatabase } from "./test-database";

const OPEN_MS = 60_000;

export type EngineName = OpenDatabase["engine"];

export type Engine = {
  name: EngineName;
  /** Where a further opener finds the same database. */
  env: () => DatabaseEnv;
  /** The database, opened once for the whole suite. */
  opened: () => OpenDatabase;
};

/** What this run tests on: Postgres, unless DESK_TEST_ENGINE says `pglite` or `both`. */
export const ENGINES: readonly EngineName[] = toEngines(process.env["DESK_TEST_ENGINE"]);

/** Where a test file has one database only, it is on this. */
export const [TEST_ENGINE = "postgres"] = ENGINES;

/**
 * Runs the tests on the engine of this run, each suite on a database of its own. On Postgres they are
 * skipped where this machine has none; the run's set-up says so, or fails.
 */
export function describeOnEngine(title: string, tests: (engine: Engine) => void): void {
  for (const name of ENGINES) describeOn(name, title, tests);
}

/** The same on an engine that the test chooses. */
export function describeOn(name: EngineName, title: string, tests: (engine: Engine) => void): void {
  describe.skipIf(isMissing(name))(`${title}, ${name}`, () => {
    let database: TestDatabase | undefined;
    let opened: OpenDatabase | undefined;
    beforeAll(async () => {
      database = await createTestDatabase(name);
      opened = await openDatabase(database.env);
    }, OPEN_MS);
    afterAll(async () => {
      await opened?.close();
      await database?.drop();
    });
    tests({ name, env: () => getMade(database).env, opened: () => getMade(opened) });
  });
}

/** Whether this machine cannot run the tests of an engine. */
export function isMissing(name: EngineName): boolean {
  return name === "postgres" && findPostgresUrl() === null;
}

/** The run's Postgres; null where this machine has none. */
export function findPostgresUrl(): string | null {
  const url = inject("postgresUrl");
  if (url !== undefined) return url;
  throw new Error("A test with a database is named *.slow.test.ts or *.long.test.ts");
}

function getMade<T>(made: T | undefined): T {
  if (made === undefined) throw new Error("the database is not open yet");
  return made;
}

function toEngines(name: string | undefined): readonly EngineName[] {
  if (name === "both") return ["postgres", "pglite"];
  return [name === "pglite" ? "pglite" : "postgres"];
}
