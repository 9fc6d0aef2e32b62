import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";

export type TemporaryPostgres = { url: string; stop: () => Promise<void> };

const VERSIONS_FOLDER = "/usr/lib/postgresql";
const START_WITHIN_MS = 20_000;

/** The newest Postgres of the system, or null where there is none. */
export function findPostgresBin(): string | null {
  if (!existsSync(VERSIONS_FOLDER)) return null;
  const versions = readdirSync(VERSIONS_FOLDER).toSorted((a, b) => Number(b) - Number(a));
  const bins = versions.map((version) => join(VERSIONS_FOLDER, version, "bin"));
  return bins.find((bin) => existsSync(join(bin, "initdb"))) ?? null;
}

/** Starts a throw-away Postgres on a free port of this machine. */
export async function startTemporaryPostgres(bin: string): Promise<TemporaryPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "desk-postgres-"));
  const owner = findOwner();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const options = { ...owner, cwd: folder };
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "desk", "-A", "trust", "--no-sync"], {
    ...options,
    stdio: "ignore",
  });
  const port = await findFreePort();
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
  ];
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, ...settings.flatMap((setting) => ["-c", setting])],
    { ...options, stdio: "ignore" },
  );
  const url = `postgres://desk@127.0.0.1:${port}/postgres`;
  await waitUntilAnswers(url);
  return { url, stop: () => stop(server, folder) };
}

/** Postgres refuses to run as root, so root runs it as the system's own user for it. */
function findOwner(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const read = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: read("-u"), gid: read("-g") };
}

async function waitUntilAnswers(url: string): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function stop(server: ChildProcess, folder: string): Promise<void> {
  return new Promise((resolve) => {
    server.once("exit", () => {
      rmSync(folder, { recursive: true, force: true });
      resolve();
    });
    // SIGINT is Postgres's "fast" shutdown: it does not wait for clients.
    server.kill("SIGINT");
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("no free port")),
      );
    });
  });
}
