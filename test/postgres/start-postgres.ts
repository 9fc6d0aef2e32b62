import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { findFreePort } from "../free-port";
import type { PostgresBuild } from "./find-postgres";
import { type Owner, toRunnableBin } from "./runnable-build";

export type TemporaryPostgres = {
  /** Of its first database, with the right to make others. */
  url: string;
  /** Where everything of it is; gone once it has stopped. */
  folder: string;
  stop: () => Promise<void>;
};

const KEEPER = fileURLToPath(new URL("keeper.mjs", import.meta.url));
const START_WITHIN_MS = 30_000;
const CONNECTIONS_MAX = 200;

/**
 * Starts a throw-away Postgres on a free port of this machine. It ends with this process. A `durable`
 * one writes to the disk as a real one does, for measuring.
 */
export async function startPostgres(
  build: PostgresBuild,
  { durable = false } = {},
): Promise<TemporaryPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "desk-postgres-"));
  try {
    return await startIn(folder, build, durable);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(
  folder: string,
  build: PostgresBuild,
  isDurable: boolean,
): Promise<TemporaryPostgres> {
  const owner = findOwner();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const bin = toRunnableBin(build.bin, owner, folder);
  const password = randomBytes(16).toString("hex");
  initialise(bin, folder, { args: build.initArgs, password, owner });

  const port = await findFreePort();
  const keeper = spawn(
    process.execPath,
    [
      KEEPER,
      JSON.stringify({
        command: join(bin, "postgres"),
        args: toArgs(port, isDurable),
        folder,
        ...owner,
      }),
    ],
    // In a group of its own: Ctrl-C must not end it before it has cleared up.
    { stdio: ["pipe", "ignore", "ignore"], detached: true },
  );
  const gone = once(keeper, "exit");
  const url = `postgres://desk:${password}@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    keeper.stdin.end();
    await gone;
  };
  const died = gone.then(() => Promise.reject(new Error("the server ended by itself")));
  try {
    await Promise.race([waitUntilAnswers(url), died]);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    died.catch(() => undefined);
  }
  return { url, folder, stop };
}

/** Only whoever has the password gets in: this machine may have other people. */
function initialise(
  bin: string,
  folder: string,
  { args, password, owner }: { args: readonly string[]; password: string; owner: Owner },
): void {
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const own = ["-D", "data", "-U", "desk", "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  execFileSync(join(bin, "initdb"), [...own, "-E", "UTF8", "--no-sync", ...args], {
    ...owner,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function toArgs(port: number, isDurable: boolean): string[] {
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    `max_connections=${CONNECTIONS_MAX}`,
    // Nothing of it outlives the run.
    ...(isDurable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
  return ["-D", "data", ...settings.flatMap((setting) => ["-c", setting])];
}

/** Postgres refuses to run as root, so root runs it as the system's user for it, or as nobody. */
function findOwner(): Owner {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    try {
      const read = (flag: string) =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: read("-u"), gid: read("-g") };
    } catch {
      // This machine has no such user.
    }
  }
  throw new Error("root cannot run Postgres, and there is no user postgres or nobody to do it");
}

async function waitUntilAnswers(url: string): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end();
    }
  }
}
