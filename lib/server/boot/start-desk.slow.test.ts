import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { fillWithDatabase } from "@/test/pglite-template";
import { openPglite } from "../db/open-pglite";
import { listStaff } from "../staff/staff-store";

const START_MS = 60_000;

/** One folder for all, each desk after the other. */
const DESK_DATA_DIR = mkdtempSync(join(tmpdir(), "desk-boot-"));
beforeAll(() => fillWithDatabase(DESK_DATA_DIR), START_MS);
afterAll(() => rmSync(DESK_DATA_DIR, { recursive: true, force: true }));

const DEMO = {
  NEXTAUTH_SECRET: "the-secret-of-a-test-0123456789abcdef",
  SANDBOX_API_KEY: "kk_sandbox",
};

const REAL = {
  ...DEMO,
  KAYLE_API_URL: "https://api.kayle.invalid",
  KAYLE_API_KEY: "kk_real",
  NEXTAUTH_URL: "https://desk.example.com",
};

/** Starts the desk's server part in a process of its own; `after` runs once it is up. */
function spawnDesk(
  variables: Record<string, string>,
  after = "",
): ChildProcessByStdio<null, Readable, Readable> {
  const code = `import { startDesk } from "./lib/server/boot/start-desk.ts";
    await startDesk(); ${after}; console.log("up"); setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "--input-type=module", "-e", code],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], NODE_ENV: "production", LOG_LEVEL: "silent", ...variables },
    },
  );
  const gone = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await gone;
  });
  return child;
}

/** As Next does: it answers what it has begun, then exits. */
const EXIT_LIKE_NEXT = `process.on("SIGTERM", () => process.exit(143))`;

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

test(
  "a second desk on the same folder ends with one line that names the first",
  async () => {
    const first = spawnDesk({ ...DEMO, DESK_DATA_DIR });
    await once(first.stdout, "data");
    const second = spawnDesk({ ...DEMO, DESK_DATA_DIR });
    const [stderr, [code]] = await Promise.all([text(second.stderr), once(second, "exit")]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`(process ${first.pid}) already uses`),
    ]);
  },
  START_MS,
);

test(
  "SIGTERM closes the database before the process ends, and keeps Next's exit code",
  async () => {
    const child = spawnDesk({ ...DEMO, DESK_DATA_DIR }, EXIT_LIKE_NEXT);
    await once(child.stdout, "data");
    const startedAt = Date.now();
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(code).toBe(143);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    await (await openPglite(DESK_DATA_DIR)).close();
  },
  START_MS,
);

test(
  "SIGTERM ends the process within five seconds even when an answer never finishes",
  async () => {
    const child = spawnDesk({ ...DEMO, DESK_DATA_DIR });
    await once(child.stdout, "data");
    const startedAt = Date.now();
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  },
  START_MS,
);

test(
  "an uncaught fault ends the process, so that whoever runs it starts a sound one",
  async () => {
    const fault = `setTimeout(() => { throw new Error("broken") }, 1)`;
    const child = spawnDesk({ ...DEMO, DESK_DATA_DIR }, fault);
    const [code] = await once(child, "exit");
    expect(code).toBe(1);
  },
  START_MS,
);

test(
  "a real key closes the accounts that the demo had made in the same folder",
  async () => {
    for (const variables of [DEMO, REAL]) {
      const child = spawnDesk({ ...variables, DESK_DATA_DIR }, EXIT_LIKE_NEXT);
      await once(child.stdout, "data");
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    const opened = await openPglite(DESK_DATA_DIR);
    const accounts = await listStaff(opened.db);
    await opened.close();
    expect(accounts).toHaveLength(4);
    expect(accounts.every((row) => row.disabledAt !== null && row.passwordHash === "")).toBe(true);
  },
  START_MS,
);
