import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

/**
 * Runs a throw-away Postgres for as long as somebody holds this process's input open, and then takes
 * its folder away. So nothing stays behind, not even after a `kill -9` of the tests.
 */

/** @type {{ command: string, args: string[], folder: string, uid?: number, gid?: number }} */
const { command, args, folder, ...owner } = JSON.parse(process.argv[2] ?? "{}");

const server = spawn(command, args, { ...owner, cwd: folder, stdio: "ignore" });
server.once("error", leave);
server.once("exit", leave);

// SIGINT is Postgres's "fast" shutdown: it does not wait for clients.
process.stdin.once("close", () => server.kill("SIGINT"));
process.stdin.resume();

function leave() {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
