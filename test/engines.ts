import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import type { OpenDatabase } from "@/lib/server/db/db";
import { openDatabase } from "@/lib/server/db/open-database";
import type { DatabaseEnv } from "@/lib/server/env-schema";
import { fillWithDatabase } from "./pglite-template";
import {
  findPostgresBin,
  startTemporaryPostgres,
  type TemporaryPostgres,
} from "./temporary-postgres";

const OPEN_MS = 60_000;

export type Engine = {
  name: OpenDatabase["engine"];
  /** Where a further opener finds the same database. */
  env: () => DatabaseEnv;
  /** The database, opened once for the whole suite. */
  opened: () => OpenDatabase;
};

/**
 * Runs the same tests on the built-in database and on a real Postgres. Where this machine has no
 * Postgres that half is skipped, and says so.
 */
export function describeOnBothEngines(title: string, tests: (engine: Engine) => void): void {
  describe(`${title}, pglite`, () => {
    const folder = mkdtempSync(join(tmpdir(), "desk-pglite-"));
    // Hooks of the end run in reverse order: the folder goes after the database is closed.
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    beforeAll(() => fillWithDatabase(folder), OPEN_MS);
    tests({ ...openForSuite(() => ({ dataDir: folder, databaseUrl: null })), name: "pglite" });
  });

  const bin = findPostgresBin();
  if (bin === null)
    console.warn(`SKIPPED: "${title}" on Postgres, which this machine does not have.`);
  describe.skipIf(bin === null)(`${title}, postgres`, () => {
    let server: TemporaryPostgres | undefined;
    beforeAll(async () => {
      server = await startTemporaryPostgres(bin ?? "");
    }, OPEN_MS);
    afterAll(() => server?.stop());
    const state = openForSuite(() => ({ dataDir: "", databaseUrl: server?.url ?? "" }));
    tests({ ...state, name: "postgres" });
  });
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
