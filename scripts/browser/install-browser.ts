import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT, toToolPath } from "../check/tools";
import { killGroup, startChild, waitForEnd } from "../setup/children.mjs";

type Step = { command: string; args: readonly string[]; env?: Record<string, string> };

export type Way = {
  name: string;
  steps: readonly Step[];
  /** A blocked network may swallow packets for ever; then the next way has its turn. */
  timeoutMs: number;
};

const MINUTE_MS = 60_000;

/** The ways to a browser that can be tried on this machine, the best first. */
export function listWays(): Way[] {
  const playwright: Way = {
    name: "npx playwright install chromium",
    steps: [
      {
        command: toToolPath("playwright"),
        args: ["install", "chromium"],
        env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" },
      },
    ],
    timeoutMs: 5 * MINUTE_MS,
  };
  const system = findSystemWay();
  return system ? [playwright, system] : [playwright];
}

function findSystemWay(): Way | null {
  if (!isOnPath("apt-get")) return null;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !isOnPath("sudo")) return null;
  const prefix = isRoot ? [] : ["sudo", "-n"];
  const toStep = (...args: string[]): Step => {
    const [command = "", ...rest] = [...prefix, "apt-get", ...args];
    return { command, args: rest, env: { DEBIAN_FRONTEND: "noninteractive" } };
  };
  return {
    name: "apt-get install chromium",
    steps: [toStep("update"), toStep("install", "-y", "--no-install-recommends", "chromium")],
    timeoutMs: 15 * MINUTE_MS,
  };
}

/** Runs the steps of one way; false when one fails or the time is over. */
export async function tryWay({ steps, timeoutMs }: Way): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (const { command, args, env } of steps) {
    const child = startChild(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const timer = setTimeout(() => killGroup(child.pid), deadline - Date.now());
    const ended = await waitForEnd(child).catch(() => null);
    clearTimeout(timer);
    if (ended?.code !== 0) return false;
  }
  return true;
}

function isOnPath(command: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => folder !== "" && existsSync(join(folder, command)));
}
