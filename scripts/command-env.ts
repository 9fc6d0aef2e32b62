import { existsSync } from "node:fs";
import { parseDatabaseEnv } from "@/lib/server/env-schema";
import { findDemoSecrets } from "./serve/demo-secrets";

/**
 * Gives a command at the command line the desk's own configuration: the files that Next reads, and in
 * demo mode the secrets that `npm start` keeps beside the database. A set variable wins.
 */
export function loadCommandEnv(): void {
  for (const file of [".env.local", ".env"]) {
    if (existsSync(file)) process.loadEnvFile(file);
  }
  if (process.env["KAYLE_API_KEY"]) return;
  const { dataDir } = parseDatabaseEnv({ DESK_DATA_DIR: process.env["DESK_DATA_DIR"] });
  const secrets = findDemoSecrets(dataDir) ?? {};
  for (const [name, value] of Object.entries<string>(secrets)) process.env[name] ||= value;
}
