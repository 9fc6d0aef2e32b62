import { expect, onTestFinished, test } from "vitest";
import { fillWithDatabase } from "@/test/pglite-template";
import { readExpected, startKayle } from "@/test/sync/harness";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { openPglite } from "../../db/open-pglite";
import { readIndex } from "../../index/testing/read-index";
import { runSyncCommand } from "./sync-command";

const SLOW_MS = 60_000;

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

async function makeEnv(size: number) {
  const server = await startKayle({ size });
  const folder = makeTemporaryFolder();
  await fillWithDatabase(folder);
  const env = {
    DESK_DATA_DIR: folder,
    KAYLE_API_URL: server.url,
    KAYLE_API_KEY: server.sandbox.keys.main,
    SYNC_MAX_RPS: "1000",
  };
  return { server, env };
}

test(
  "status tells of an index that was never filled",
  async () => {
    const { env } = await makeEnv(1);
    const { code, out } = await run(["status"], env);
    expect(code).toBe(0);
    expect(out).toMatch(/In step as of +never yet/);
    expect(out).toMatch(/Complete +no\n/);
    expect(out).toContain("The counts were not compared with Kayle's yet.");
  },
  SLOW_MS,
);

test(
  "once fills the index and tells that its counts are Kayle's; rebuild does it from scratch",
  async () => {
    const { server, env } = await makeEnv(150);
    const first = await run(["once"], env);
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(first.out).toMatch(/Complete +yes/);
    expect(first.out).toMatch(/Counts compared at .+: equal\./);
    expect(first.out).toMatch(/total +150 +150\n/);
    const before = await openPglite(env.DESK_DATA_DIR);
    await before.db.execute("delete from session_index where id < 'vs_m'");
    await before.close();
    expect((await run(["rebuild"], env)).code).toBe(0);
    const opened = await openPglite(env.DESK_DATA_DIR);
    onTestFinished(() => opened.close());
    expect(await readIndex(opened.db)).toEqual(await readExpected(server));
  },
  SLOW_MS,
);

test(
  "a folder that a desk uses is one line that says so",
  async () => {
    const { env } = await makeEnv(1);
    const holder = await openPglite(env.DESK_DATA_DIR);
    onTestFinished(() => holder.close());
    const { code, err } = await run(["status"], env);
    expect(code).toBe(1);
    expect(err).toMatch(/^Another desk \(process \d+\) already uses .+\n$/);
  },
  SLOW_MS,
);

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
