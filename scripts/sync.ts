import { runSyncCommand } from "@/lib/server/sync/command/sync-command";
import { loadCommandEnv } from "./command-env";

/** `npm run sync -- <command>`: the index of sessions by hand. The exit code is 0, 1 or 2. */

loadCommandEnv();
const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => stop.abort(new Error("stopped")));
}

process.exitCode = await runSyncCommand(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});
