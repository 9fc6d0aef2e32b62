import "server-only";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { OpenDatabase } from "./db";
import { lockFolder } from "./folder-lock";
import { getMigrationsFolder } from "./migrations-folder";
import * as schema from "./schema";

/**
 * Opens the built-in database in `<dataDir>/db`, readable by this user alone, and brings it up to
 * date. Throws `DataDirLockedError` when another process has the folder.
 */
export async function openPglite(dataDir: string): Promise<OpenDatabase> {
  const folder = resolve(/* turbopackIgnore: true */ dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder);
  try {
    const client = await PGlite.create(join(folder, "db"));
    const db = drizzle(client, { schema });
    await migrate(db, { migrationsFolder: getMigrationsFolder() });
    return {
      db,
      engine: "pglite",
      close: async () => {
        await client.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
