import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      // `server-only` throws outside a React server build; tests run server code in plain Node.
      "server-only": fileURLToPath(new URL("./test/empty-module.ts", import.meta.url)),
      "@": fileURLToPath(new URL(".", import.meta.url)),
    },
  },
  test: {
    include: ["{app,components,lib,scripts,test}/**/*.test.{ts,tsx}"],
    environment: "node",
    // Left alone, Vitest keeps a core for itself: on two cores everything would run one by one.
    maxWorkers: "100%",
    // A busy machine is slow, not wrong; what must be fast says so in its own test.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
