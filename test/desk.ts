import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import type { OpenDatabase } from "@/lib/server/db/db";
import { closeDb, getDb } from "@/lib/server/db/get-db";
import { openDatabase } from "@/lib/server/db/open-database";
import { isMissing, TEST_ENGINE } from "./engines";
import { createTestDatabase, type TestDatabase } from "./test-database";

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

/**
 * Gives the server code of a test file a configuration and a database of its own, on the engine of
 * this run.
 */
export function prepareDesk(variables: Record<string, string> = {}): void {
  let database: TestDatabase | undefined;
  const isLeftOut = isMissing(TEST_ENGINE);
  beforeEach((context) => context.skip(isLeftOut, "this machine has no Postgres"));
  beforeAll(async () => {
    if (isLeftOut) return;
    database = await createTestDatabase(TEST_ENGINE);
    setEnv({ ...DEMO, ...database.variables, ...variables });
    await getDb();
  }, OPEN_MS);
  afterAll(async () => {
    await endDesk();
    await database?.drop();
  });
}

/**
 * Opens a database for the tests of a file and gives it to the desk's code; its configuration is the
 * test's own business.
 */
export function provideDatabase(): () => OpenDatabase {
  const store = globalThis as { __deskDatabase?: Promise<OpenDatabase> | undefined };
  let database: TestDatabase | undefined;
  let opened: OpenDatabase | undefined;
  const isLeftOut = isMissing(TEST_ENGINE);
  beforeEach((context) => context.skip(isLeftOut, "this machine has no Postgres"));
  beforeAll(async () => {
    if (isLeftOut) return;
    database = await createTestDatabase(TEST_ENGINE);
    opened = await openDatabase(database.env);
    store.__deskDatabase = Promise.resolve(opened);
  }, OPEN_MS);
  afterAll(async () => {
    store.__deskDatabase = undefined;
    await opened?.close();
    await database?.drop();
  });
  return () => {
    if (!opened) throw new Error("the database is not open yet");
    return opened;
  };
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
