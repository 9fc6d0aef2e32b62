import "server-only";
import type { DatabaseEnv } from "../env-schema";
import type { OpenDatabase } from "./db";
import { openPglite } from "./open-pglite";
import { openPostgres } from "./open-postgres";

/** Opens and migrates the database that the configuration names. The caller closes it. */
export function openDatabase(env: DatabaseEnv): Promise<OpenDatabase> {
  return env.databaseUrl === null ? openPglite(env.dataDir) : openPostgres(env.databaseUrl);
}
