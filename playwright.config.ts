import { existsSync } from "node:fs";
import { defineConfig, devices, type PlaywrightTestConfig } from "@playwright/test";
import { DEMO, REAL } from "./e2e/fixtures/servers";
import { routes } from "./lib/routes";
import { findBrowser } from "./scripts/browser/find-browser";

const isCi = Boolean(process.env["CI"]);
const MINUTE_MS = 60_000;

/** Kayle's recorded answers stand beside the project where they may be had; see test/replay. */
const hasRecording = existsSync(
  process.env["OBSERVED_PATH"] ?? new URL("../shared/upstream/observed.json", import.meta.url),
);
if (!hasRecording) console.warn("SKIPPED: the recorded answers (../shared/upstream) are not here.");

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

const TYPESCRIPT =
  "exec node --import ./e2e/setup/end-with-playwright.mjs --conditions=react-server --import tsx";

type WebServer = Exclude<NonNullable<PlaywrightTestConfig["webServer"]>, unknown[]>;

/** They start one after the other, so only the first may find something to build. */
const demoDesk: WebServer = {
  name: "demo desk",
  command: `${TYPESCRIPT} e2e/setup/start-demo-desk.ts`,
  url: `${DEMO.url}${routes.api.ready()}`,
  timeout: 15 * MINUTE_MS,
  gracefulShutdown: { signal: "SIGTERM", timeout: 6000 },
  stdout: "pipe",
};

const recordedUpstream: WebServer = {
  name: "recorded upstream",
  command: `${TYPESCRIPT} test/replay/main.ts`,
  env: { PORT: String(REAL.upstreamPort) },
  wait: { stdout: /Replay server is ready/ },
  gracefulShutdown: { signal: "SIGTERM", timeout: 6000 },
};

const realDesk: WebServer = {
  name: "real desk",
  command: `${TYPESCRIPT} e2e/setup/start-real-desk.ts`,
  url: `${REAL.url}${routes.api.ready()}`,
  timeout: 5 * MINUTE_MS,
  gracefulShutdown: { signal: "SIGTERM", timeout: 6000 },
};

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: isCi,
  retries: isCi ? 1 : 0,
  workers: 2,
  globalTimeout: 45 * MINUTE_MS,
  // The two cores that all of this may share with a build are slow at times.
  timeout: MINUTE_MS,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    permissions: ["clipboard-read", "clipboard-write"],
    launchOptions: { executablePath, args: CHROMIUM_ARGS },
  },
  projects: [
    {
      name: "demo",
      testIgnore: /\.(real|faults|alone|locked|last)\.spec\.ts$/,
      use: { baseURL: DEMO.url },
    },
    // What is measured is measured with nothing beside it.
    {
      name: "alone",
      testMatch: /\.alone\.spec\.ts$/,
      dependencies: hasRecording ? ["demo", "real"] : ["demo"],
      workers: 1,
      use: { baseURL: DEMO.url },
    },
    // Faults of the API open the desk's breaker for every page, so they come last.
    {
      name: "faults",
      testMatch: /\.faults\.spec\.ts$/,
      dependencies: ["alone"],
      use: { baseURL: DEMO.url },
    },
    // They ask the desk thousands of things that no page does, without a browser.
    {
      name: "locked",
      testMatch: /\.locked\.spec\.ts$/,
      dependencies: ["faults"],
      timeout: 5 * MINUTE_MS,
    },
    // Looks at what all the others left behind.
    {
      name: "last",
      testMatch: /\.last\.spec\.ts$/,
      dependencies: ["locked"],
      timeout: 5 * MINUTE_MS,
    },
    ...(hasRecording
      ? [{ name: "real", testMatch: /\.real\.spec\.ts$/, use: { baseURL: REAL.url } }]
      : []),
  ],
  webServer: hasRecording ? [demoDesk, recordedUpstream, realDesk] : [demoDesk],
});
