import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { findPostgresUrl } from "../engines";
import { createEmptyDatabase } from "./databases";
import { startAnyPostgres, tellOfNoPostgres } from "./start-any-postgres";

const SLOW_MS = 60_000;
const serverUrl = findPostgresUrl();

async function ask(url: string, question: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ answer: unknown }>(question);
    return rows[0]?.answer;
  } finally {
    // Also after a refusal: the server holds every DROP DATABASE back until a half-open guest is gone.
    await client.end();
  }
}

test.skipIf(serverUrl === null)("nobody gets in without the password", async () => {
  const url = new URL(serverUrl ?? "");
  url.password = "";
  await expect(ask(url.href, "select 1 as answer")).rejects.toThrow(/password/i);
});

test.skipIf(serverUrl === null)(
  "each database is empty, its own, and gone once dropped",
  async () => {
    const one = await createEmptyDatabase(serverUrl ?? "");
    const other = await createEmptyDatabase(serverUrl ?? "");
    await ask(one.url, "create table only_here (id integer)");
    expect(await ask(other.url, "select to_regclass('only_here') as answer")).toBeNull();
    await Promise.all([one.drop(), other.drop()]);
    await expect(ask(one.url, "select 1 as answer")).rejects.toThrow(/does not exist/);
  },
);

test.skipIf(serverUrl === null)(
  "a kill -9 of the tests leaves neither the server nor its folder behind",
  async () => {
    const code = `import { listPostgresBuilds } from "./test/postgres/find-postgres.ts";
      import { startAnyPostgres } from "./test/postgres/start-any-postgres.ts";
      const { server } = await startAnyPostgres(listPostgresBuilds());
      console.log(JSON.stringify(server)); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const started = z.object({ url: z.string(), folder: z.string() }).parse(JSON.parse(line));
    expect(await ask(started.url, "select 1 as answer")).toBe(1);
    expect(existsSync(started.folder)).toBe(true);
    child.kill("SIGKILL");
    await vi.waitFor(() => expect(existsSync(started.folder)).toBe(false), 20_000);
    await expect(ask(started.url, "select 1 as answer")).rejects.toThrow(/ECONNREFUSED/);
  },
  SLOW_MS,
);

test("a machine without any is told what to do, and in CI that is a failure", async () => {
  const { server, faults } = await startAnyPostgres([]);
  expect(server).toBeNull();
  expect(tellOfNoPostgres([...faults, "one: not found"], false)).toMatch(/one: not found\nInstall/);
  expect(() => tellOfNoPostgres(faults, true)).toThrow("No Postgres could be started");
});
