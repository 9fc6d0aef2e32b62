import { defineConfig, devices, type PlaywrightTestConfig } from "@playwright/test";
import { DEMO } from "./e2e/fixtures/servers";
import { routes } from "./lib/routes";
import { findBrowser } from "./scripts/browser/find-browser";

const isCi = Boolean(process.env["CI"]);
const MINUTE_MS = 60_000;

// Found once and handed on by the environment: each worker reads this file again.
process.env["CHROMIUM_PATH"] ||= findBrowser() ?? "";
const executablePath = process.env["CHROMIUM_PATH"];
if (!executablePath) throw new Error("No Chromium was found. `npm test` finds or installs one.");

const CHROMIUM_ARGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Chromium refuses to start as root with its sandbox on.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** How a server of the tests is started. */
export const TYPESCRIPT =
  "exec node --import ./e2e/setup/end-with-playwright.mjs --conditions=react-server --import tsx";

export type WebServer = Exclude<NonNullable<PlaywrightTestConfig["webServer"]>, unknown[]>;

/** What is built is built before: `npm test` does it, or this start of the first of all desks. */
const demoDesk: WebServer = {
  name: "demo desk",
  command: `${TYPESCRIPT} e2e/setup/start-demo-desk.ts`,
  url: `${DEMO.url}${routes.api.ready()}`,
  timeout: 15 * MINUTE_MS,
  gracefulShutdown: { signal: "SIGTERM", timeout: 6000 },
  stdout: "pipe",
};

/**
 * The end-to-end tests of each commit. A test fails at its first try or not at all. What measures time, or
 * takes long, is `*.long.spec.ts` and has a configuration of its own.
 */
export default defineConfig({
  testDir: "e2e",
  testIgnore: /\.long\.spec\.ts$/,
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: isCi,
  retries: 0,
  workers: 2,
  globalTimeout: 20 * MINUTE_MS,
  // The two cores that all of this may share with a build are slow at times.
  timeout: MINUTE_MS,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: DEMO.url,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    // Recording every step takes a good part of both cores; `--trace on` does it for a failure.
    trace: "off",
    screenshot: "only-on-failure",
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: { executablePath, args: CHROMIUM_ARGS },
  },
  webServer: demoDesk,
  globalSetup: "./e2e/setup/wait-until-filled.ts",
  globalTeardown: "./e2e/setup/search-data.ts",
});
