import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { onTestFinished } from "vitest";

/** What a desk in demo mode needs. */
export const DEMO = {
  NEXTAUTH_SECRET: "the-secret-of-a-test-0123456789abcdef",
  SANDBOX_API_KEY: "kk_sandbox",
};

/** As Next does: it answers what it has begun, then exits. */
export const EXIT_LIKE_NEXT = `process.on("SIGTERM", () => process.exit(143))`;

/** Starts the desk's server part in a process of its own; `after` runs once it is up. */
export function spawnDesk(
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
