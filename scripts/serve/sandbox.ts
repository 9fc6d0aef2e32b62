import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Configuration } from "./configuration";
import { type Server, startServer, waitUntilReady } from "./servers";

const SCRIPT = fileURLToPath(new URL("../sandbox.ts", import.meta.url));
const READY_TIMEOUT_MS = 60_000;

/** What the desk knows and the sandbox has no use for. */
const DESK_ONLY: readonly string[] = ["NEXTAUTH_SECRET", "DATABASE_URL"];

/** Starts the sandbox Sessions API and waits until it answers. Its output goes to a file. */
export async function startSandbox({ env, source }: Configuration): Promise<Server> {
  const own = Object.entries(source).filter(([name]) => !DESK_ONLY.includes(name));
  const server = startServer({
    name: "The sandbox Sessions API",
    args: ["--conditions=react-server", "--import", "tsx", SCRIPT],
    env: {
      SANDBOX_CONTROL: "1",
      ...Object.fromEntries(own),
      SANDBOX_PORT: String(env.sandboxPort),
      NODE_ENV: "production",
    },
    logFile: join(env.dataDir, "sandbox.log"),
  });
  await waitUntilReady(server, {
    url: `http://127.0.0.1:${env.sandboxPort}/v1/sessions?limit=1`,
    // Any answer will do, a refusal too: this call carries no key.
    isReady: () => true,
    timeoutMs: READY_TIMEOUT_MS,
  });
  return server;
}
