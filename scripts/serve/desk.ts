import { join } from "node:path";
import { routes } from "@/lib/routes";
import type { Env } from "@/lib/server/env-schema";
import { toLocalUrl } from "./addresses";
import type { Configuration } from "./configuration";
import { NEXT_CLI } from "./next-cli";
import { type Server, startServer, waitUntilReady } from "./servers";

const READY_TIMEOUT_MS = 120_000;

/** Node lets garbage pile up to a good part of the machine's memory, which the desk does not need. */
export const MEMORY_FLAGS = ["--max-semi-space-size=16", "--max-old-space-size=512"];

/**
 * Starts Next and waits until the desk says that it is ready.
 *
 * @throws StartFault where it ends or stays unready
 */
export async function startDesk(
  { env, source }: Configuration,
  isDevelopment: boolean,
): Promise<Server> {
  const server = startServer({
    name: "The desk",
    args: [
      ...(isDevelopment ? [] : MEMORY_FLAGS),
      ...[NEXT_CLI, isDevelopment ? "dev" : "start", "-H", env.host, "-p", String(env.port)],
      // Next's development server has no such setting.
      ...(isDevelopment ? [] : ["--keepAliveTimeout", String(env.keepAliveTimeoutMs)]),
    ],
    env: {
      ...source,
      NODE_ENV: isDevelopment ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
    },
    logFile: findDeskLog(env, isDevelopment),
  });
  await waitUntilReady(server, {
    url: `${toLocalUrl(env.host, env.port)}${routes.api.ready()}`,
    isReady: (status) => status === 200,
    timeoutMs: READY_TIMEOUT_MS,
  });
  return server;
}

/**
 * The demo's log goes to a file, so that its output ends with the ready line. In real mode the JSON
 * lines go to the standard output, where whatever runs the desk collects them; in development they
 * belong before the developer's eyes.
 */
export function findDeskLog(env: Env, isDevelopment: boolean): string | null {
  return env.mode === "demo" && !isDevelopment ? join(env.dataDir, "desk.log") : null;
}
