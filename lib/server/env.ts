import "server-only";
import {
  type DatabaseEnv,
  type Env,
  LOG_LEVELS,
  parseAccessLogSecrets,
  parseDatabaseEnv,
  parseEnv,
} from "./env-schema";

/** The only place of the running desk that reads `process.env`. */

const store = globalThis as typeof globalThis & { __deskEnv?: Env };

/** The checked configuration, read once per process. Throws `EnvError` with every fault at once. */
export function getEnv(): Env {
  if (!store.__deskEnv) {
    store.__deskEnv = parseEnv(process.env);
    // next-auth reads its own address here and nowhere else; without it, it guesses port 3000.
    process.env["NEXTAUTH_URL"] = store.__deskEnv.nextauthUrl;
  }
  return store.__deskEnv;
}

/** Where the database is, for scripts that run without a key or a secret. */
export function getDatabaseEnv(): DatabaseEnv {
  return parseDatabaseEnv(process.env);
}

/** What a command seals the access log with, which need not have the whole configuration. */
export function getAccessLogSecret(): string {
  return parseAccessLogSecrets(process.env)[0];
}

/** Whether this process builds the app: nothing may be opened or contacted then. */
export function isBuilding(): boolean {
  return process.env["NEXT_PHASE"] === "phase-production-build";
}

export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}

/** The level alone: a faulty configuration must still be able to say so in the log. */
export function parseLogLevel(): Env["logLevel"] {
  return LOG_LEVELS.find((level) => level === process.env["LOG_LEVEL"]) ?? "info";
}
