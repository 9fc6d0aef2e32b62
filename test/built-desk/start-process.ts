import { spawn } from "node:child_process";
import { once } from "node:events";

/** Ends the server once our end of its input is closed, so also when these tests are killed. */
const GUARD = "./e2e/setup/end-with-playwright.mjs";

/** Starts Node with `args` and waits until it prints `readyLine`. @returns what stops it. */
export async function startProcess(
  args: readonly string[],
  variables: Record<string, string>,
  readyLine: string,
): Promise<() => Promise<void>> {
  const child = spawn(
    process.execPath,
    ["--import", GUARD, "--conditions=react-server", "--import", "tsx", ...args],
    { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...variables } },
  );
  const gone = once(child, "exit");
  let output = "";
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes(readyLine)) resolve();
    });
  });
  const ended = gone.then(() => Promise.reject(new Error(`It did not start:\n${output}`)));
  await Promise.race([ready, ended]);
  ended.catch(() => undefined);
  return async () => {
    child.kill("SIGTERM");
    await gone;
  };
}
