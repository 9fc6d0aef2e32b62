import "server-only";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client, Pool } from "pg";
import { getLogger } from "../logger";
import type { OpenDatabase } from "./db";
import { getMigrationsFolder } from "./migrations-folder";
import * as schema from "./schema";

const CONNECT_TIMEOUT_MS = 5_000;
const CONNECTIONS_MAX = 10;
const VERSION_MIN = 140_000;

/** Any number that nothing else on the same server is likely to lock. */
const MIGRATION_LOCK = 7_305_801_914;

/** Connects to a Postgres (14 or later) and brings its tables up to date under a lock. */
export async function openPostgres(databaseUrl: string): Promise<OpenDatabase> {
  await migrateUnderLock(databaseUrl);
  const pool = new Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "session-desk",
  });
  // A connection that breaks is replaced by the pool. Unheard, the event would end the process: of an
  // idle one it comes from the pool, of one in the middle of a transaction from the connection itself.
  const noteLoss = (error: Error) => {
    const reason = "code" in error ? error.code : error.name;
    if (!closing) getLogger().warn({ reason }, "database connection lost");
  };
  pool.on("error", noteLoss);
  pool.on("connect", (client) => client.on("error", noteLoss));
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= pool.end();
    return closing;
  };
  return { db: drizzle(pool, { schema }), engine: "postgres", folder: null, close };
}

/**
 * Two desks that start at once must not both create the tables: the second waits for the first. The lock is
 * the transaction's, not the connection's, which a pooler before the server may give to somebody else.
 */
async function migrateUnderLock(databaseUrl: string): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "session-desk-migration",
  });
  await client.connect();
  try {
    await requireVersion(client);
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    // Drizzle begins and commits by itself: its BEGIN changes nothing here, its COMMIT ends all of it.
    await migrate(drizzle(client), { migrationsFolder: getMigrationsFolder() });
  } finally {
    await client.end();
  }
}

async function requireVersion(client: Client): Promise<void> {
  const answer = await client.query<{ server_version_num: string }>("show server_version_num");
  const version = Number(answer.rows[0]?.server_version_num);
  if (version >= VERSION_MIN) return;
  throw new Error(
    "The Postgres behind DATABASE_URL is too old. The desk needs Postgres 14 or later.",
  );
}
