import { closeSync, openSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { routes } from "@/lib/routes";
import type { Env } from "@/lib/server/env-schema";
import { startChild, waitForEnd } from "../setup/children.mjs";
import { NEXT_CLI } from "./build";
import type { Configuration } from "./configuration";
import { StartFault } from "./start-fault";

/** Node lets garbage pile up to a good part of the machine's memory, which the desk does not need. */
export const MEMORY_FLAGS = ["--max-semi-space-size=16", "--max-old-space-size=512"];
const GUARD = new URL("../setup/end-with-parent.mjs", import.meta.url).href;
const READY_TIMEOUT_MS = 120_000;
const PAUSE_MS = 100;
const CALL_TIMEOUT_MS = 10_000;

export type Desk = {
  /** Rejects with a line for people when the desk ends by itself; never resolves. */
  failed: Promise<never>;
};

/**
 * Starts Next, which ends with this process however this one ends, and waits until the desk says that
 * it is ready.
 *
 * @throws StartFault where it ends or stays unready
 */
export async function startDesk(
  { env, source }: Configuration,
  isDevelopment: boolean,
): Promise<Desk> {
  const logFile = findDeskLog(env, isDevelopment);
  const log = logFile === null ? null : openLog(logFile);
  const output = log ?? "inherit";
  const child = startChild(process.execPath, toArguments(env, isDevelopment), {
    env: {
      ...source,
      NODE_ENV: isDevelopment ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
    },
    stdio: ["ignore", output, output],
  });
  if (log !== null) closeSync(log);
  const failed = waitForEnd(child).then(({ code, signal }) => {
    const how = signal ? `by ${signal}` : `with code ${code}`;
    const where = logFile ? ` The log is in ${logFile}.` : "";
    throw new StartFault(`The desk ended by itself, ${how}, so everything ends.${where}`);
  });
  const ready = waitUntilAnswers(toLocalUrl(env) + routes.api.ready(), {
    isReady: (status) => status === 200,
    timeoutMs: READY_TIMEOUT_MS,
  });
  // Either may fail while nobody waits for it any more; whoever waits next is told.
  for (const either of [failed, ready]) either.catch(() => {});
  await Promise.race([failed, ready]);
  return { failed };
}

function toArguments(env: Env, isDevelopment: boolean): string[] {
  const place = ["-H", env.host, "-p", String(env.port)];
  if (isDevelopment) return ["--import", GUARD, NEXT_CLI, "dev", ...place];
  const keepAlive = ["--keepAliveTimeout", String(env.keepAliveTimeoutMs)];
  return [...MEMORY_FLAGS, "--import", GUARD, NEXT_CLI, "start", ...place, ...keepAlive];
}

/**
 * Asks `url` again and again until the status of the answer is as wanted.
 *
 * @throws StartFault with the last answer when the time is over
 */
export async function waitUntilAnswers(
  url: string,
  { isReady, timeoutMs }: { isReady: (status: number) => boolean; timeoutMs: number },
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = "no answer";
  while (Date.now() < deadline) {
    // A connection that is kept alive would hold up the server's end.
    const headers = { connection: "close" };
    const call = fetch(url, { headers, signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
    const answer = await call.catch(() => null);
    await answer?.body?.cancel();
    if (answer && isReady(answer.status)) return;
    if (answer) last = `status ${answer.status}`;
    await delay(PAUSE_MS);
  }
  throw new StartFault(`Not ready after ${timeoutMs / 1000} s: ${last} at ${url}.`);
}

/**
 * The demo's log goes to a file, so that its output ends with the ready line. In real mode the JSON
 * lines go to the standard output, where whatever runs the desk collects them; in development they
 * belong before the developer's eyes.
 */
export function findDeskLog(env: Env, isDevelopment: boolean): string | null {
  return env.mode === "demo" && !isDevelopment ? join(env.dataDir, "desk.log") : null;
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

/** The address that the desk says it is ready on. */
export function toUrl(host: string, port: number): string {
  const isBare = host.includes(":") && !host.startsWith("[");
  return `http://${isBare ? `[${host}]` : host}:${port}`;
}

/** An address of this machine that reaches the desk, which may listen everywhere. */
export function toLocalUrl({ host, port }: Pick<Env, "host" | "port">): string {
  const everywhere: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
  return toUrl(everywhere[host] ?? host, port);
}
