import { existsSync } from "node:fs";
import { parseDatabaseEnv } from "@/lib/server/env-schema";
import { runSyncCommand } from "@/lib/server/sync/command/sync-command";
import { keepDemoSecrets } from "./serve/demo-secrets";

/** `npm run sync -- <command>`: the index of sessions by hand. The exit code is 0, 1 or 2. */

// The same files that Next reads, so that both look at the same database. A set variable wins.
for (const file of [".env.local", ".env"]) {
  if (existsSync(file)) process.loadEnvFile(file);
}

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => stop.abort(new Error("stopped")));
}

process.exitCode = await runSyncCommand(process.argv.slice(2), {
  env: withDemoKey(process.env),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
});

/** The demo's key is the one that `npm start` made and keeps beside the database. */
function withDemoKey(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (env["KAYLE_API_KEY"] || env["SANDBOX_API_KEY"]) return env;
  const { dataDir } = parseDatabaseEnv({ DESK_DATA_DIR: env["DESK_DATA_DIR"] });
  return existsSync(dataDir) ? { ...env, ...keepDemoSecrets(dataDir) } : env;
}
