import { randomBytes } from "node:crypto";
import { Client } from "pg";

export type TestDatabase = { url: string; drop: () => Promise<void> };

/** An empty database of its own on the Postgres at `serverUrl`. */
export async function createDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `desk_${randomBytes(8).toString("hex")}`;
  await runOnce(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  // Whoever is still connected was killed by the test or forgot to leave.
  return { url: url.href, drop: () => runOnce(serverUrl, `drop database ${name} with (force)`) };
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
