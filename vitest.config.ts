import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const TESTS = "{app,components,lib,sandbox,scripts,test,tools}/**/*.test.{ts,tsx}";
const SLOW_TEST_MS = 120_000;
const SLOW_TESTS = "{app,components,lib,sandbox,scripts,test,tools}/**/*.slow.test.{ts,tsx}";

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
    // A busy machine is slow, not wrong; what must be fast says so in its own test.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        // Threads start in a fifth less time than processes; each file has one of its own all the same.
        extends: true,
        test: { name: "fast", include: [TESTS], exclude: [SLOW_TESTS], pool: "threads" },
      },
      {
        // With a database, with processes of their own, or simply long. `npm run verify` has no time
        // for them.
        extends: true,
        test: {
          name: "slow",
          testTimeout: SLOW_TEST_MS,
          include: [SLOW_TESTS],
          globalSetup: ["./test/postgres/global-setup.ts"],
        },
      },
      {
        // Those that have the whole desk on one database at a time, once more on the other engine.
        extends: true,
        test: {
          name: "slow, on Postgres",
          testTimeout: SLOW_TEST_MS,
          include: ["lib/server/{auth,staff}/**/*.slow.test.ts"],
          exclude: ["**/{authenticate,throttle,demo-accounts}.slow.test.ts"],
          env: { DESK_TEST_ENGINE: "postgres" },
          globalSetup: ["./test/postgres/global-setup.ts"],
        },
      },
    ],
  },
});
