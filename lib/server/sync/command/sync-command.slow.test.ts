import { expect, onTestFinished, test } from "vitest";
import { type EngineName, isMissing, TEST_ENGINE } from "@/test/engines";
import { QUIET, readExpected, startKayle, toParts, waitUntilEqual } from "@/test/sync/harness";
import { createTestDatabase } from "@/test/test-database";
import { openDatabase } from "../../db/open-database";
import { SYNC_LEASE } from "../../index/sync-state";
import { readIndex } from "../../index/testing/read-index";
import { startSyncer } from "../start-syncer";
import { findLeaseHolder } from "../testing/find-lease-holder";
import { runSyncCommand } from "./sync-command";

const DAY_MS = 86_400_000;

async function run(args: string[], env: Record<string, string>) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runSyncCommand(args, {
    env,
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    signal: new AbortController().signal,
  });
  return { code, out: out.join(""), err: err.join("") };
}

/** A sandbox and an empty database of the desk, as variables of the command. */
async function makeEnv(size: number, engine: EngineName = TEST_ENGINE) {
  const server = await startKayle({ size });
  const database = await createTestDatabase(engine);
  onTestFinished(database.drop);
  const kayle = { KAYLE_API_URL: server.url, KAYLE_API_KEY: server.sandbox.keys.main };
  const variables = { ...database.variables, ...kayle, SYNC_MAX_RPS: "1000" };
  const read = async () => {
    const opened = await openDatabase(database.env);
    return readIndex(opened.db).finally(() => opened.close());
  };
  return { server, database, variables, read };
}

test.skipIf(isMissing(TEST_ENGINE))(
  "status tells what there is, once fills it, RETENTION_DAYS shortens it, and rebuild begins from scratch",
  async () => {
    const { server, variables, read, database } = await makeEnv(400);
    const empty = await run(["status"], variables);
    expect([empty.code, empty.err]).toEqual([0, ""]);
    expect(empty.out).toMatch(/In step as of +never yet/);
    expect(empty.out).toMatch(/Complete +no\n/);
    expect(empty.out).toContain("The counts were not compared with Kayle's yet.");

    const short = await run(["once"], { ...variables, RETENTION_DAYS: "3" });
    expect([short.code, short.err]).toEqual([0, ""]);
    const oldest = Date.now() - 3 * DAY_MS - 60_000;
    const kept = await read();
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(100);
    expect(kept.every(({ completed_at: end }) => end === null || end >= oldest)).toBe(true);

    const full = await run(["once"], variables);
    expect([full.code, full.err]).toEqual([0, ""]);
    expect(full.out).toMatch(/Complete +yes/);
    expect(full.out).toMatch(/Counts compared at .+: equal\./);
    expect(full.out).toMatch(/total +400 +400\n/);
    expect(await read()).toEqual(await readExpected(server));

    const opened = await openDatabase(database.env);
    await opened.db.execute("delete from session_index where id < 'vs_m'");
    await opened.close();
    expect((await run(["rebuild"], variables)).code).toBe(0);
    expect(await read()).toEqual(await readExpected(server));
  },
);

// The built-in database lets no command in while a desk runs.
test.skipIf(isMissing("postgres"))(
  "beside a running desk, status names it, once leaves the work to it, and rebuild hands over to it",
  async () => {
    const { server, variables, database } = await makeEnv(200, "postgres");
    const opened = await openDatabase(database.env);
    onTestFinished(() => opened.close());
    const settings = { incrementalEveryMs: 100, leaseMs: 3_000, leaseRetryMs: 200 };
    const desk = startSyncer({ ...toParts(opened, server, settings), log: QUIET });
    onTestFinished(() => desk.stop());
    await waitUntilEqual(opened, server);

    const status = await run(["status"], variables);
    expect(status.out).toContain(`Kept by          ${desk.leader}`);
    const refused = await run(["once"], variables);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("A running desk keeps the index in step");

    expect((await run(["rebuild"], variables)).code).toBe(0);
    expect(await readIndex(opened.db)).toEqual(await readExpected(server));
    server.sandbox.sessions.create([{}]);
    await waitUntilEqual(opened, server);
    expect(await findLeaseHolder(opened.db, SYNC_LEASE)).toBe(desk.leader);
  },
);

test("a folder that a desk uses is one line that says so", async () => {
  const { variables, database } = await makeEnv(1, "pglite");
  const desk = await openDatabase(database.env);
  onTestFinished(() => desk.close());
  const { code, err } = await run(["status"], variables);
  expect(code).toBe(1);
  expect(err).toMatch(/^Another desk \(process \d+\) already uses .+\n$/);
});

test.each([
  [["again"], /"again" is not a command/],
  [["status", "now"], /take nothing more/],
])("%j is not understood, with the usage and code 2", async (args, message) => {
  const { code, err } = await run(args, {});
  expect(code).toBe(2);
  expect(err).toMatch(message);
  expect(err).toContain("npm run sync -- <command>");
});

test("a faulty configuration is told at once, without a word of the key", async () => {
  const { code, err } = await run(["once"], { KAYLE_API_KEY: "kk_secret", RETENTION_DAYS: "31" });
  expect(code).toBe(1);
  expect(err).toContain("RETENTION_DAYS must be a whole number from 1 to 30.");
  expect(err).toContain("KAYLE_API_KEY is set but KAYLE_API_URL is not");
  expect(err).not.toContain("kk_secret");
});
