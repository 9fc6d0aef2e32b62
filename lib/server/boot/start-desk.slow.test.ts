import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { DEMO, EXIT_LIKE_NEXT, spawnDesk } from "@/test/boot/spawn-desk";
import { describeOnEngine } from "@/test/engines";
import { createTestDatabase } from "@/test/test-database";
import { openDatabase } from "../db/open-database";
import { listStaff } from "../staff/staff-store";

const REAL = {
  ...DEMO,
  KAYLE_API_URL: "https://api.kayle.invalid",
  KAYLE_API_KEY: "kk_real",
  NEXTAUTH_URL: "https://desk.example.com",
};

test("every fault of the configuration is one line on stderr, and the exit code is 1", async () => {
  const child = spawnDesk({ KAYLE_API_KEY: "kk_alone", PORT: "none" });
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(code).toBe(1);
  expect(stderr.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^PORT must be/),
    expect.stringMatching(/^KAYLE_API_KEY is set but KAYLE_API_URL is not/),
  ]);
});

test("a database that cannot be reached is one line without its password, and the code is 1", async () => {
  const child = spawnDesk({ ...DEMO, DATABASE_URL: "postgres://desk:hunter2@127.0.0.1:1/desk" });
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^The database could not be opened: .+\n$/);
  expect(stderr).not.toContain("hunter2");
});

test("a second desk on the same folder ends with one line that names the first", async () => {
  const { env, variables, drop } = await createTestDatabase("pglite");
  const { close } = await openDatabase(env);
  onTestFinished(() => close().then(drop));
  const second = spawnDesk({ ...DEMO, ...variables });
  const [stderr, [code]] = await Promise.all([text(second.stderr), once(second, "exit")]);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining(`(process ${process.pid}) already uses`),
  ]);
});

describeOnEngine("a desk as a process", ({ name, env, opened }) => {
  /** Each has the database after the one before it; the built-in one takes one opener at a time. */
  async function start(variables: Record<string, string>, after?: string) {
    if (name === "pglite") await opened().close();
    const { dataDir, databaseUrl } = env();
    const child = spawnDesk(
      { ...variables, DESK_DATA_DIR: dataDir, DATABASE_URL: databaseUrl ?? "" },
      after,
    );
    await once(child.stdout, "data");
    return child;
  }

  async function stop(variables: Record<string, string>): Promise<number> {
    const child = await start(variables, EXIT_LIKE_NEXT);
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    return code;
  }

  test("SIGTERM closes the database before the process ends, and keeps Next's exit code", async () => {
    expect(await stop(DEMO)).toBe(143);
    await (await openDatabase(env())).close();
  });

  test("SIGTERM ends the process even when an answer never finishes", async () => {
    const child = await start(DEMO);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([143, null]);
  });

  test("an uncaught fault ends the process, so that whoever runs it starts a sound one", async () => {
    const child = await start(DEMO, `setTimeout(() => { throw new Error("broken") }, 1)`);
    expect(await once(child, "exit")).toEqual([1, null]);
  });

  test("a real key closes the accounts that the demo had made in the same database", async () => {
    await stop(DEMO);
    await stop(REAL);
    const { db, close } = await openDatabase(env());
    onTestFinished(close);
    const accounts = await listStaff(db);
    expect(accounts).toHaveLength(4);
    expect(accounts.every((row) => row.disabledAt !== null && row.passwordHash === "")).toBe(true);
  });
});
