import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, inject } from "vitest";
import type { OpenDatabase } from "@/lib/server/db/db";
import { openDatabase } from "@/lib/server/db/open-database";
import type { DatabaseEnv } from "@/lib/server/env-schema";
import { fillWithDatabase } from "./pglite-template";
import { createDatabase, type TestDatabase } from "./postgres/create-database";

const OPEN_MS = 60_000;

export type Engine = {
  name: OpenDatabase["engine"];
  /** Where a further opener finds the same database. */
  env: () => DatabaseEnv;
  /** The database, opened once for the whole suite. */
  opened: () => OpenDatabase;
};

/**
 * Runs the same tests on the built-in database and on a real Postgres, each on a database of its own.
 * Where this machine has no Postgres that half is skipped; the run's set-up says so, or fails.
 */
export function describeOnBothEngines(title: string, tests: (engine: Engine) => void): void {
  describe(`${title}, pglite`, () => {
    // Made by a hook, because a suite of which no test is run gets no hook that would clear up.
    let folder = "";
    // Hooks of the end run in reverse order: the folder goes after the database is closed.
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "desk-pglite-"));
      return fillWithDatabase(folder);
    }, OPEN_MS);
    tests({ ...openForSuite(() => ({ dataDir: folder, databaseUrl: null })), name: "pglite" });
  });

  const serverUrl = findPostgresUrl();
  describe.skipIf(serverUrl === null)(`${title}, postgres`, () => {
    let database: TestDatabase | undefined;
    beforeAll(async () => {
      database = await createDatabase(serverUrl ?? "");
    }, OPEN_MS);
    afterAll(() => database?.drop());
    const state = openForSuite(() => ({ dataDir: "", databaseUrl: database?.url ?? "" }));
    tests({ ...state, name: "postgres" });
  });
}

/** The run's Postgres; null where this machine has none. */
export function findPostgresUrl(): string | null {
  const url = inject("postgresUrl");
  if (url !== undefined) return url;
  throw new Error("A test with a database is slow: its file's name must end in .slow.test.ts");
}

function openForSuite(env: () => DatabaseEnv): Pick<Engine, "env" | "opened"> {
  let opened: OpenDatabase | undefined;
  beforeAll(async () => {
    opened = await openDatabase(env());
  }, OPEN_MS);
  afterAll(() => opened?.close());
  return {
    env,
    opened: () => {
      if (!opened) throw new Error("the database is not open yet");
      return opened;
    },
  };
}
