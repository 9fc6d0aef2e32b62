import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import type { OpenDatabase } from "@/lib/server/db/db";
import type { DatabaseEnv } from "@/lib/server/env-schema";
import { fillWithDatabase } from "./pglite-template";
import { copyTemplate } from "./postgres/databases";

export type TestDatabase = {
  env: DatabaseEnv;
  /** The same for a process of its own. */
  variables: { DATABASE_URL: string; DESK_DATA_DIR: string };
  /** Call it once nobody of the test needs the database any more. */
  drop: () => Promise<void>;
};

/** A migrated, empty database of its own and an empty data folder; copied, so that it takes no time. */
export async function createTestDatabase(engine: OpenDatabase["engine"]): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), "desk-test-"));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (engine === "pglite") {
    await fillWithDatabase(dataDir);
    const variables = { DATABASE_URL: "", DESK_DATA_DIR: dataDir };
    return { env: { dataDir, databaseUrl: null }, variables, drop: async () => removeFolder() };
  }
  const { url, drop } = await copyTemplate(inject("postgresUrl") ?? "");
  return {
    env: { dataDir, databaseUrl: url },
    variables: { DATABASE_URL: url, DESK_DATA_DIR: dataDir },
    drop: async () => {
      await drop();
      removeFolder();
    },
  };
}
