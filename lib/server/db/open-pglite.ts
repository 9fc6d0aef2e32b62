import "server-only";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { getLogger } from "../logger";
import { toCode } from "./database-fault-error";
import type { OpenDatabase } from "./db";
import { lockFolder } from "./folder-lock";
import { getMigrationsFolder } from "./migrations-folder";
import { PgliteClient } from "./pglite-client";
import * as schema from "./schema";

const SWEEP_EVERY_MS = 3_600_000;

/**
 * Opens the built-in database in `<dataDir>/db`, readable by this user alone, and brings it up to
 * date. Throws `DataDirLockedError` when another process has the folder.
 */
export async function openPglite(dataDir: string): Promise<OpenDatabase> {
  const folder = resolve(/* turbopackIgnore: true */ dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder);
  try {
    const client = await PgliteClient.open(join(folder, "db"));
    const db = drizzle(asPglite(client), { schema });
    await migrate(db, { migrationsFolder: getMigrationsFolder() });
    const sweeping = setInterval(() => sweep(client), SWEEP_EVERY_MS).unref();
    let closing: Promise<void> | undefined;
    const close = () => {
      clearInterval(sweeping);
      closing ??= client.close().then(() => lock.release());
      return closing;
    };
    return { db, engine: "pglite", folder, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Postgres does this by itself. Here rows that went would keep their place, and plans would not fit. */
function sweep(client: PgliteClient): void {
  client
    .exec("vacuum (analyze)")
    .catch((error) => getLogger().warn({ fault: toCode(error) }, "the database was not swept"));
}

/** Drizzle's driver calls `query`, `exec` and `transaction`, and nothing else of a PGlite. */
function asPglite(client: PgliteClient): PGlite {
  return client as unknown as PGlite;
}
