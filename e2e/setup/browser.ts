import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Chromium must not look for updates or hosts of its own while a test watches what is sent. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** How to start a browser here: `CHROMIUM_PATH`, Playwright's own, or the system's. */
export function toLaunchOptions(): { executablePath?: string; args: string[] } {
  const isRoot = process.getuid?.() === 0;
  const args = isRoot ? ["--no-sandbox", ...QUIET] : QUIET;
  const executablePath = findExecutable();
  return executablePath ? { executablePath, args } : { args };
}

function findExecutable(): string | undefined {
  const given = process.env["CHROMIUM_PATH"];
  if (given) return given;
  if (existsSync(chromium.executablePath())) return undefined;
  return SYSTEM_BROWSERS.find((path) => existsSync(path));
}
