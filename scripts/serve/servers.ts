import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { EnvSource } from "@/lib/server/env-schema";
import { startChild, waitForEnd } from "../setup/children.mjs";
import { StartFault } from "./start-fault";
import { type Wanted, waitUntilAnswers } from "./wait-until-answers";

export type Server = {
  /** For messages: "The desk". */
  name: string;
  /** Rejects with a line for people when the process ends by itself; never resolves. */
  failed: Promise<never>;
};

type ServerPlan = {
  name: string;
  /** What Node is given: flags, the script, its arguments. */
  args: readonly string[];
  env: EnvSource;
  /** Where its output goes; null means this process's own output. */
  logFile: string | null;
};

const GUARD = new URL("./end-with-parent.mjs", import.meta.url).href;

/** Starts a Node process that ends with this one, however this one ends. */
export function startServer(plan: ServerPlan): Server {
  const log = plan.logFile === null ? null : openLog(plan.logFile);
  const output = log ?? "inherit";
  const child = startChild(process.execPath, ["--import", GUARD, ...plan.args], {
    env: toProcessEnv(plan.env),
    stdio: ["ignore", output, output, "ipc"],
  });
  if (log !== null) closeSync(log);
  const failed = failWhenEnded(child, plan);
  // It may end while nobody waits for it; whoever waits next is told.
  failed.catch(() => {});
  return { name: plan.name, failed };
}

/**
 * Waits until the server answers as wanted.
 *
 * @throws StartFault where it ends first or the time is over
 */
export async function waitUntilReady(server: Server, wanted: Wanted): Promise<void> {
  const stop = new AbortController();
  try {
    const last = await Promise.race([server.failed, waitUntilAnswers(wanted, stop.signal)]);
    if (last === null) return;
    const seconds = wanted.timeoutMs / 1000;
    throw new StartFault(
      `${server.name} is not ready after ${seconds} s: ${last} at ${wanted.url}.`,
    );
  } finally {
    stop.abort();
  }
}

async function failWhenEnded(child: ChildProcess, { name, logFile }: ServerPlan): Promise<never> {
  const { code, signal } = await waitForEnd(child);
  const how = signal ? `by ${signal}` : `with code ${code}`;
  const where = logFile ? ` The log is in ${logFile}.` : "";
  throw new StartFault(`${name} ended by itself, ${how}, so everything ends.${where}`);
}

/** `ProcessEnv` asks for a NODE_ENV; which one is the caller's to say. */
function toProcessEnv(env: EnvSource): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", ...env, DESK_SUPERVISOR_PID: String(process.pid) };
}

/** Begins a new log and keeps the one of the start before, which may say why that one ended. */
function openLog(file: string): number {
  try {
    renameSync(file, join(dirname(file), `previous-${basename(file)}`));
  } catch {
    // There was no start before.
  }
  return openSync(file, "a", 0o600);
}
