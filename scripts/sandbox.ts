import { z } from "zod";
import type { SandboxKeys } from "@/sandbox/keys";
import { startSandboxServer } from "@/sandbox/server";
import type { WebhookTarget } from "@/sandbox/webhook-sender";

/** Reads a whole number from the environment; `otherwise` when it is not set. */
function readNumber(name: string, otherwise: number, max: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  fail(`${name} must be a whole number from 0 to ${max}.`);
}

function readSwitch(name: string, otherwise = false): boolean {
  const text = process.env[name];
  if (text === undefined || text === "") return otherwise;
  return text === "1" || text === "true";
}

/** Set by `npm start`, which knows both sides; all three or none. */
function findWebhook(): WebhookTarget | null {
  const url = process.env["SANDBOX_WEBHOOK_URL"];
  const secret = process.env["SANDBOX_WEBHOOK_SECRET"];
  const jwk = process.env["SANDBOX_WEBHOOK_PUBLIC_JWK"];
  if (!url || !secret || !jwk) return null;
  return { url, secret, publicJwk: z.record(z.string(), z.string()).parse(JSON.parse(jwk)) };
}

/** A key alone may do everything; beside a second one, the first only reads. */
function toKeys(key: string | undefined, writeKey: string | undefined): Partial<SandboxKeys> {
  if (!key) return {};
  return writeKey ? { deskRead: key, deskWrite: writeKey } : { main: key };
}

function fail(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

const host = process.env["SANDBOX_HOST"] || "127.0.0.1";
const port = readNumber("SANDBOX_PORT", 8787, 65_535);

const webhook = findWebhook();

const server = await startSandboxServer({
  host,
  port,
  seed: process.env["SANDBOX_SEED"] || "desk",
  size: readNumber("SANDBOX_SIZE", 360, 20_000),
  control: readSwitch("SANDBOX_CONTROL"),
  leakCancelTokens: readSwitch("SANDBOX_LEAK_TOKENS"),
  future: readSwitch("SANDBOX_FUTURE"),
  live: readSwitch("SANDBOX_LIVE", true),
  keys: toKeys(process.env["SANDBOX_API_KEY"], process.env["SANDBOX_WRITE_API_KEY"]),
  ...(webhook ? { webhook } : {}),
}).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === "EADDRINUSE"
      ? `Port ${port} on ${host} is taken. Set SANDBOX_PORT to a free one.`
      : `The sandbox could not start on ${host}:${port} (${error.code ?? error.message}).`,
  ),
);

process.stdout.write(`Sandbox Sessions API is ready on ${server.url}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
