import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { openPostgres } from "@/lib/server/db/open-postgres";

export type PostgresDatabase = { url: string; drop: () => Promise<void> };

const TEMPLATE = "desk_template";

/** Migrates the database that `copyTemplate` copies. Once for a run, before its first test. */
export async function createTemplate(serverUrl: string): Promise<void> {
  await runOnce(serverUrl, `create database ${TEMPLATE}`);
  await (await openPostgres(toUrl(serverUrl, TEMPLATE))).close();
}

/** A migrated, empty database of its own on the Postgres at `serverUrl`. */
export function copyTemplate(serverUrl: string): Promise<PostgresDatabase> {
  return create(serverUrl, `template ${TEMPLATE}`);
}

/** A database without a table. */
export function createEmptyDatabase(serverUrl: string): Promise<PostgresDatabase> {
  return create(serverUrl, "");
}

async function create(serverUrl: string, options: string): Promise<PostgresDatabase> {
  const name = `desk_${randomBytes(8).toString("hex")}`;
  await runOnce(serverUrl, `create database ${name} ${options}`);
  // Whoever is still connected was killed by the test or forgot to leave.
  const drop = () => runOnce(serverUrl, `drop database ${name} with (force)`);
  return { url: toUrl(serverUrl, name), drop };
}

function toUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}
