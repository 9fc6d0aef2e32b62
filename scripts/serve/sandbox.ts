import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { routes } from "@/lib/routes";
import type { EnvSource } from "@/lib/server/env-schema";
import { toLocalUrl } from "./addresses";
import type { Configuration } from "./configuration";
import { type Server, startServer, waitUntilReady } from "./servers";

const SCRIPT = fileURLToPath(new URL("../sandbox.ts", import.meta.url));
const READY_TIMEOUT_MS = 60_000;

/** What the desk knows and the sandbox has no use for. */
const DESK_ONLY: readonly string[] = [
  "NEXTAUTH_SECRET",
  "DATABASE_URL",
  "KAYLE_WEBHOOK_SECRET",
  "KAYLE_WEBHOOK_PRIVATE_KEY",
];

/** Starts the sandbox Sessions API and waits until it answers. Its output goes to a file. */
export async function startSandbox({ env, source }: Configuration): Promise<Server> {
  const own = Object.entries(source).filter(([name]) => !DESK_ONLY.includes(name));
  const server = startServer({
    name: "The sandbox Sessions API",
    args: ["--conditions=react-server", "--import", "tsx", SCRIPT],
    env: {
      SANDBOX_CONTROL: "1",
      ...Object.fromEntries(own),
      ...toWebhookVariables(env),
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

/** Where the sandbox delivers to, and what Kayle would know of the desk: never its private key. */
export function toWebhookVariables({ webhook, host, port }: Configuration["env"]): EnvSource {
  if (webhook === null) return {};
  const jwk = createPublicKey(webhook.privateKey).export({ format: "jwk" });
  return {
    SANDBOX_WEBHOOK_URL: `${toLocalUrl(host, port)}${routes.api.webhook()}`,
    SANDBOX_WEBHOOK_SECRET: webhook.secret,
    SANDBOX_WEBHOOK_PUBLIC_JWK: JSON.stringify(jwk),
  };
}
