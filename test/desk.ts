import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { closeDb, getDb } from "@/lib/server/db/get-db";
import { findPostgresUrl } from "./engines";
import { fillWithDatabase } from "./pglite-template";
import { createDatabase } from "./postgres/create-database";

const OPEN_MS = 60_000;

const DEMO = {
  KAYLE_API_URL: "",
  KAYLE_API_KEY: "",
  KAYLE_WRITE_API_KEY: "",
  NEXTAUTH_SECRET: "the-secret-of-a-test-0123456789abcdef",
  NEXTAUTH_URL: "http://127.0.0.1:3000",
  SANDBOX_API_KEY: "kk_sandbox",
  DATABASE_URL: "",
  OIDC_ISSUER: "",
  LOCAL_ACCOUNTS: "",
  LOG_LEVEL: "silent",
};

export const REAL = {
  KAYLE_API_URL: "https://api.kayle.invalid",
  KAYLE_API_KEY: "kk_real",
  NEXTAUTH_URL: "https://desk.example.com",
};

/** Whether this run of a file is the one on Postgres. */
export const IS_ON_POSTGRES = process.env["DESK_TEST_ENGINE"] === "postgres";

/**
 * Gives the server code of a test file a configuration and a database of its own: the built-in one,
 * or a Postgres in the project of the tests that runs such files on one.
 */
export function prepareDesk(variables: Record<string, string> = {}): void {
  if (IS_ON_POSTGRES) prepareOnPostgres(variables);
  else prepareOnPglite(variables);
}

function prepareOnPostgres(variables: Record<string, string>): void {
  const serverUrl = findPostgresUrl();
  let drop: (() => Promise<void>) | undefined;
  beforeEach((context) => context.skip(serverUrl === null, "this machine has no Postgres"));
  beforeAll(async () => {
    if (serverUrl === null) return;
    const database = await createDatabase(serverUrl);
    drop = database.drop;
    setEnv({ ...DEMO, ...variables, DATABASE_URL: database.url });
    await getDb();
  }, OPEN_MS);
  afterAll(async () => {
    await endDesk();
    await drop?.();
  });
}

function prepareOnPglite(variables: Record<string, string>): void {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "desk-test-"));
    setEnv({ ...DEMO, DESK_DATA_DIR: folder, ...variables });
    await fillWithDatabase(folder);
    await getDb();
  }, OPEN_MS);
  afterAll(async () => {
    await endDesk();
    rmSync(folder, { recursive: true, force: true });
  });
}

async function endDesk(): Promise<void> {
  await closeDb();
  vi.unstubAllEnvs();
  forgetEnv();
}

/** Changes the configuration from here on, as a restart would. */
export function setEnv(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  forgetEnv();
}

/** The configuration is read once per process; a test wants it read again. */
function forgetEnv(): void {
  Reflect.deleteProperty(globalThis, "__deskEnv");
}
