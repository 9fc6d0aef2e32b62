import { createPublicKey } from "node:crypto";
import { z } from "zod";
import { routes } from "@/lib/routes";
import { wholeNumber } from "@/lib/server/env-fields";
import type { Env, EnvSource } from "@/lib/server/env-schema";
import {
  type SandboxServer,
  type SandboxServerOptions,
  startSandboxServer,
} from "@/sandbox/server";
import type { WebhookTarget } from "@/sandbox/webhook-sender";
import { toLocalUrl } from "./desk";
import { StartFault } from "./start-fault";

const flag = z.string().transform((text) => text === "1" || text === "true");
const optionsSchema = z.object({
  SANDBOX_HOST: z.string().default("127.0.0.1"),
  SANDBOX_PORT: wholeNumber("SANDBOX_PORT", 0, 65_535, 8787),
  SANDBOX_SEED: z.string().default("desk"),
  SANDBOX_SIZE: wholeNumber("SANDBOX_SIZE", 0, 20_000, 360),
  SANDBOX_CONTROL: flag.default(false),
  SANDBOX_LEAK_TOKENS: flag.default(false),
  SANDBOX_FUTURE: flag.default(false),
  SANDBOX_LIVE: flag.default(true),
  SANDBOX_API_KEY: z.string().optional(),
  SANDBOX_WRITE_API_KEY: z.string().optional(),
});

/**
 * Starts the sandbox Sessions API in this process, as the environment asks for it.
 *
 * @throws StartFault where a setting is wrong or the port is taken
 */
export async function startSandbox(
  source: EnvSource,
  more: Pick<SandboxServerOptions, "webhook"> = {},
): Promise<SandboxServer> {
  const set = Object.entries(source).filter(([, value]) => value);
  const parsed = optionsSchema.safeParse(Object.fromEntries(set));
  if (!parsed.success) throw new StartFault(...parsed.error.issues.map(({ message }) => message));
  const { SANDBOX_HOST: host, SANDBOX_PORT: port, ...options } = parsed.data;
  try {
    return await startSandboxServer({
      host,
      port,
      seed: options.SANDBOX_SEED,
      size: options.SANDBOX_SIZE,
      control: options.SANDBOX_CONTROL,
      leakCancelTokens: options.SANDBOX_LEAK_TOKENS,
      future: options.SANDBOX_FUTURE,
      live: options.SANDBOX_LIVE,
      keys: toKeys(options.SANDBOX_API_KEY, options.SANDBOX_WRITE_API_KEY),
      ...more,
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "unknown";
    throw new StartFault(
      code === "EADDRINUSE"
        ? `Port ${port} on ${host} is taken. Set SANDBOX_PORT to a free one.`
        : `The sandbox could not start on ${host}:${port} (${code}).`,
    );
  }
}

/** A key alone may do everything; beside a second one, the first only reads. */
function toKeys(key: string | undefined, writeKey: string | undefined) {
  if (!key) return {};
  return writeKey ? { deskRead: key, deskWrite: writeKey } : { main: key };
}

/** Where the sandbox delivers to, and what Kayle would know of the desk: never its private key. */
export function toWebhookTarget(env: Env): WebhookTarget | undefined {
  if (env.webhook === null) return undefined;
  const { secret, privateKey } = env.webhook;
  const publicJwk = createPublicKey(privateKey).export({ format: "jwk" });
  return { url: `${toLocalUrl(env)}${routes.api.webhook()}`, secret, publicJwk };
}
