import { existsSync } from "node:fs";
import { REAL } from "./e2e/fixtures/servers";
import { routes } from "./lib/routes";
import gate, { TYPESCRIPT, type WebServer } from "./playwright.config";

const MINUTE_MS = 60_000;

/** Kayle's recorded answers are next to the project where they may be had; see test/replay. */
const hasRecording = existsSync(
  process.env["OBSERVED_PATH"] ?? new URL("../shared/upstream/observed.json", import.meta.url),
);
if (!hasRecording) console.warn("SKIPPED: the recorded answers (../shared/upstream) are not here.");

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

/** What measures time, with nothing running next to it, and Kayle's recorded answers. */
export default {
  ...gate,
  workers: 1,
  testMatch: /\.long\.spec\.ts$/,
  testIgnore: hasRecording ? [] : /recorded/,
  webServer: [gate.webServer ?? [], hasRecording ? [recordedUpstream, realDesk] : []].flat(),
};
