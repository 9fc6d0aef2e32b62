import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const HERE = "{app,components,lib,sandbox,scripts,test,tools}/**/*";
const FAST = `${HERE}.test.{ts,tsx}`;
/** Code without state, so its tests can share what they import and need half the time. */
const PURE = "lib/{domain,contracts}/**/*.test.ts";
/** With a database or processes of its own; in the gate on Postgres, in the long tier on PGlite. */
const SLOW = `${HERE}.slow.test.ts`;
/** Random worlds, kills, whatever measures time: `npm run test:long`, on both engines. */
const LONG = `${HERE}.long.test.ts`;
/** Asks the built desk over HTTP: a sample in the gate, everything in the long tier. */
const DESK = `${HERE}.desk.test.ts`;
const DESK_LONG = `${HERE}.desk.long.test.ts`;

const SLOW_TEST_MS = 120_000;
const LONG_TEST_MS = 600_000;
const globalSetup = ["./test/postgres/global-setup.ts"];
/** One desk for all files, so one file after the other. */
const onBuiltDesk = {
  globalSetup: ["./test/built-desk/global-setup.ts"],
  testTimeout: LONG_TEST_MS,
  fileParallelism: false,
};
/** What Next has in place before a route of it runs. */
const setupFiles = ["./test/next-runtime.ts"];

export default defineConfig({
  resolve: {
    alias: {
      // `server-only` throws outside a React server build; tests run server code in plain Node.
      "server-only": fileURLToPath(new URL("./test/empty-module.ts", import.meta.url)),
      "@": fileURLToPath(new URL(".", import.meta.url)),
    },
  },
  test: {
    environment: "node",
    // Left alone, Vitest keeps a core for itself: on two cores everything would run one by one.
    maxWorkers: "100%",
    // A busy machine is slow, not wrong; what must be fast says so in a long test.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: { name: "pure", include: [PURE], exclude: [LONG], pool: "threads", isolate: false },
      },
      {
        // Threads start in a fifth less time than processes; each file has one of its own here.
        extends: true,
        test: {
          name: "fast",
          include: [FAST],
          exclude: [PURE, SLOW, LONG, DESK, DESK_LONG],
          pool: "threads",
        },
      },
      {
        extends: true,
        test: { name: "slow", include: [SLOW], testTimeout: SLOW_TEST_MS, globalSetup, setupFiles },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: [LONG],
          exclude: [DESK_LONG],
          testTimeout: LONG_TEST_MS,
          globalSetup,
          setupFiles,
          env: { DESK_TEST_ENGINE: process.env["DESK_TEST_ENGINE"] ?? "both" },
        },
      },
      { extends: true, test: { name: "desk", include: [DESK], ...onBuiltDesk } },
      {
        extends: true,
        test: {
          name: "desk-long",
          include: [DESK, DESK_LONG],
          ...onBuiltDesk,
          env: { DESK_TEST_DEPTH: "long" },
        },
      },
    ],
  },
});
