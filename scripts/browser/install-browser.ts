import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT, toToolPath } from "../check/tools";
import { findBrowser } from "./find-browser";

type Way = {
  name: string;
  /** Each a command and its arguments, one after the other. */
  steps: readonly (readonly [string, ...string[]])[];
  /** A blocked network may swallow packets for ever; then the next way has its turn. */
  stepTimeoutMs: number;
};

const MINUTE_MS = 60_000;

const ADVICE = [
  "No Chromium was found and none could be installed. Do one of these and try again:",
  "  - npx playwright install --with-deps chromium",
  "  - install the package chromium (or google-chrome) of your system",
  "  - set CHROMIUM_PATH to the Chromium or Chrome that you have",
];

/** A Chromium for the end-to-end tests; says what it does, and what to do where it returns null. */
export function getOrInstallBrowser(): string | null {
  const found = findBrowser() ?? installBrowser();
  if (found) console.log(`Using ${found}`);
  return found;
}

function installBrowser(): string | null {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen) {
    console.error(`CHROMIUM_PATH is ${chosen}, which is no Chromium that starts here.`);
    return null;
  }
  for (const way of listWays()) {
    console.log(`No Chromium found; trying: ${way.name}`);
    const isDone = tryWay(way);
    // It may be there all the same, or be there and lack a library: only a start tells.
    const found = findBrowser();
    if (found) return found;
    console.log(isDone ? `${way.name}: it does not start here.` : `${way.name} did not work.`);
  }
  for (const line of ADVICE) console.error(line);
  return null;
}

/** The ways to a browser that can be tried on this machine, the best first. */
function listWays(): Way[] {
  const playwright: Way = {
    name: "npx playwright install chromium",
    steps: [[toToolPath("playwright"), "install", "chromium"]],
    stepTimeoutMs: 5 * MINUTE_MS,
  };
  const isRoot = process.getuid?.() === 0;
  if (!isOnPath("apt-get") || !(isRoot || isOnPath("sudo"))) return [playwright];
  const apt: readonly [string, ...string[]] = isRoot ? ["apt-get"] : ["sudo", "-n", "apt-get"];
  const system: Way = {
    name: "apt-get install chromium",
    steps: [
      [...apt, "update"],
      [...apt, "install", "-y", "--no-install-recommends", "chromium"],
    ],
    stepTimeoutMs: 10 * MINUTE_MS,
  };
  return [playwright, system];
}

/** Runs the steps of one way; false when one fails or takes too long. */
export function tryWay({ steps, stepTimeoutMs }: Way): boolean {
  return steps.every(([command, ...args]) => {
    const { status } = spawnSync(command, args, {
      cwd: ROOT,
      env: {
        ...process.env,
        DEBIAN_FRONTEND: "noninteractive",
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000",
      },
      stdio: ["ignore", "inherit", "inherit"],
      timeout: stepTimeoutMs,
    });
    return status === 0;
  });
}

function isOnPath(command: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.some((folder) => folder !== "" && existsSync(join(folder, command)));
}
