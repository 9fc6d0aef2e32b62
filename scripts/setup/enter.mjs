import { fileURLToPath } from "node:url";
import { endOnSignals } from "./children.mjs";
import { installIfNeeded } from "./install.mjs";

/**
 * The way from a fresh clone into a TypeScript command: install if needed, teach this process
 * TypeScript, load the command.
 *
 * @param {string} command a file beside this folder, such as `serve.ts`
 */
export async function enter(command) {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  process.chdir(root);
  endOnSignals();
  // Started without npm it stays, so that `nohup node …` outlives its shell.
  if (process.env.npm_lifecycle_event) await import("./end-with-parent.mjs");
  const code = await installIfNeeded(root);
  if (code !== 0) process.exit(1);
  const { register } = await import("tsx/esm/api");
  register();
  await import(new URL(`../${command}`, import.meta.url).href);
}
