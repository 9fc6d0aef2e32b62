import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "@/lib/server/db/open-database";
import { SYNC_LEASE } from "@/lib/server/index/sync-state";
import { readIndex } from "@/lib/server/index/testing/read-index";
import { findLeaseHolder } from "@/lib/server/sync/testing/find-lease-holder";
import { findPostgresUrl } from "@/test/engines";
import { fillWithDatabase } from "@/test/pglite-template";
import { copyTemplate } from "@/test/postgres/databases";
import { readExpected, startKayle, waitUntilEqual } from "@/test/sync/harness";
import { spawnSync } from "@/test/sync/spawn-sync";
import { makeTemporaryFolder } from "@/test/temporary-folder";

const SLOW_MS = 180_000;
const DAY_MS = 86_400_000;
const serverUrl = findPostgresUrl();

type Kayle = Awaited<ReturnType<typeof startKayle>>;
type Variables = Record<string, string>;

/** `npm run sync -- …`, as an operator types it. */
function spawnNpm(args: readonly string[], variables: Variables) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const child = spawn(npm, ["run", "--silent", "sync", "--", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      NODE_ENV: "production",
      ...variables,
    },
    detached: true,
  });
  const end = new Promise<number | null>((resolve) => child.once("close", resolve));
  const said = Promise.all([text(child.stdout), text(child.stderr), end]);
  return {
    done: said.then(([out, err, code]) => ({ out, err, code })),
    /** Ctrl-C: every process of the terminal's group gets it. */
    interrupt: () => void process.kill(-(child.pid ?? 0), "SIGINT"),
  };
}

function run(args: readonly string[], variables: Variables) {
  return spawnNpm(args, variables).done;
}

function toVariables({ url, sandbox }: Kayle, more: Variables): Variables {
  const key = sandbox.keys.main;
  return { KAYLE_API_URL: url, KAYLE_API_KEY: key, SYNC_MAX_RPS: "1000", ...more };
}

test(
  "status, once and rebuild do on the built-in database what they say, and RETENTION_DAYS shortens",
  async () => {
    const kayle = await startKayle({ size: 400 });
    const dataDir = makeTemporaryFolder();
    await fillWithDatabase(dataDir);
    const variables = toVariables(kayle, { DESK_DATA_DIR: dataDir, DATABASE_URL: "" });
    const env = { dataDir, databaseUrl: null };
    const readRows = async () => {
      const opened = await openDatabase(env);
      const rows = await readIndex(opened.db);
      await opened.close();
      return rows;
    };

    const short = await run(["once"], { ...variables, RETENTION_DAYS: "3" });
    expect(short).toMatchObject({ code: 0, err: "" });
    const oldest = Date.now() - 3 * DAY_MS;
    const kept = await readRows();
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(100);
    expect(kept.every(({ completed_at: end }) => end === null || end >= oldest - 60_000)).toBe(
      true,
    );

    const full = await run(["once"], variables);
    expect(full.code).toBe(0);
    expect(full.out).toMatch(/Counts compared at .+: equal\./);
    expect(await readRows()).toEqual(await readExpected(kayle));

    const status = await run(["status"], variables);
    expect(status).toMatchObject({ code: 0, err: "" });
    expect(status.out).toMatch(/Complete +yes\n/);
    expect(status.out).toMatch(/total +400 +400\n/);
    expect((await run(["rebuild"], variables)).code).toBe(0);
    expect(await readRows()).toEqual(await readExpected(kayle));
    expect(await run(["once"], { ...variables, RETENTION_DAYS: "31" })).toMatchObject({ code: 1 });
    expect((await run(["again"], variables)).code).toBe(2);
  },
  SLOW_MS,
);

test.skipIf(serverUrl === null)(
  "beside a running desk, status names it, once leaves the work to it, and rebuild hands over to it",
  async () => {
    const kayle = await startKayle({ size: 400 });
    const { url, drop } = await copyTemplate(serverUrl ?? "");
    onTestFinished(drop);
    const database = { dataDir: "", databaseUrl: url };
    const opened = await openDatabase(database);
    onTestFinished(() => opened.close());
    const variables = toVariables(kayle, { DATABASE_URL: url });
    const settings = { rpsMax: 1_000, incrementalEveryMs: 100, leaseMs: 3_000, leaseRetryMs: 500 };
    const key = kayle.sandbox.keys.main;
    const desk = spawnSync({ database, url: kayle.url, key, settings });
    onTestFinished(() => desk.kill());
    await waitUntilEqual(opened, kayle, 30_000);
    const holder = await findLeaseHolder(opened.db, SYNC_LEASE);

    expect((await run(["status"], variables)).out).toContain(`Kept by          ${holder}`);
    const refused = await run(["once"], variables);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("A running desk keeps the index in step");

    expect((await run(["rebuild"], variables)).code).toBe(0);
    expect(await readIndex(opened.db)).toEqual(await readExpected(kayle));
    await vi.waitFor(
      async () => expect(await findLeaseHolder(opened.db, SYNC_LEASE)).toBe(holder),
      20_000,
    );
    kayle.sandbox.sessions.create([{}]);
    await waitUntilEqual(opened, kayle, 20_000);
  },
  SLOW_MS,
);

test.skipIf(serverUrl === null)(
  "Ctrl-C ends a run at once and gives the sync back",
  async () => {
    const kayle = await startKayle({ size: 3_000 });
    const { url, drop } = await copyTemplate(serverUrl ?? "");
    onTestFinished(drop);
    const opened = await openDatabase({ dataDir: "", databaseUrl: url });
    onTestFinished(() => opened.close());
    const slow = toVariables(kayle, { DATABASE_URL: url, SYNC_MAX_RPS: "1" });
    const running = spawnNpm(["once"], slow);
    await vi.waitFor(() => expect(kayle.sandbox.traffic.report().total).toBeGreaterThan(1), 30_000);
    running.interrupt();
    const { code, err } = await running.done;
    expect(code).not.toBe(0);
    expect(err).not.toContain("    at ");
    expect(await findLeaseHolder(opened.db, SYNC_LEASE)).toBeNull();
  },
  SLOW_MS,
);
