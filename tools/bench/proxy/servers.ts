import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { routes } from "@/lib/routes";
import { NEXT_CLI } from "@/scripts/serve/build";
import { MEMORY_FLAGS } from "@/scripts/serve/desk";
import type { Target } from "./load";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const BARE = fileURLToPath(new URL("../bare-handler", import.meta.url));
const TYPESCRIPT = ["--conditions=react-server", "--import", "tsx"];
const READY_WITHIN_MS = 120_000;
const ASK_EVERY_MS = 200;

const KAYLE = { KAYLE_API_URL: "http://127.0.0.1:8198", KAYLE_API_KEY: "kk_only_for_measuring" };
const ACCOUNT = { email: "bench@session-desk.test", password: "only-for-measuring-0123456789" };

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** The database of a desk: a folder for the built-in one, or a Postgres. */
export type DeskPlan = { name: string; port: number; database: Record<string, string> };

/** Builds the desk and the bare handler as they are now. */
export async function build(): Promise<void> {
  // Turbopack would take the desk's own instrumentation into the bare handler, whose folder is in it.
  for (const [folder, ...flags] of [[ROOT], [BARE, "--webpack"]] as const) {
    const child = start("build", folder, [NEXT_CLI, "build", ...flags], {}, "inherit");
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`The build in ${folder} failed.`);
  }
}

export async function startKayle(logs: string): Promise<void> {
  const script = fileURLToPath(new URL("kayle.ts", import.meta.url));
  start("kayle", ROOT, [...TYPESCRIPT, script], { KAYLE_PORT: "8198" }, logs);
  await waitUntilReady(`${KAYLE.KAYLE_API_URL}/v1/sessions`);
}

export async function startBare(port: number, logs: string): Promise<Target> {
  const url = `http://127.0.0.1:${port}`;
  const args = [NEXT_CLI, "start", "-H", "127.0.0.1", "-p", String(port)];
  const { pid } = start("bare", BARE, args, KAYLE, logs);
  await waitUntilReady(`${url}/api/sessions/any`);
  return { name: "bare handler", url, headers: {}, pid };
}

/** The built desk, with somebody signed in. `nodeFlags` are for its process, such as `--cpu-prof`. */
export async function startDesk(
  { name, port, database }: DeskPlan,
  logs: string,
  nodeFlags: readonly string[],
): Promise<Target> {
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...KAYLE,
    ...database,
    NEXTAUTH_SECRET: "only-for-measuring-0123456789-0123456789",
    NEXTAUTH_URL: url,
    HOST: "127.0.0.1",
    PORT: String(port),
  };
  await addAccount(env, logs);
  const args = [
    ...MEMORY_FLAGS,
    ...nodeFlags,
    NEXT_CLI,
    "start",
    "-H",
    "127.0.0.1",
    "-p",
    String(port),
  ];
  const { pid } = start(name, ROOT, args, env, logs);
  await waitUntilReady(url + routes.api.ready());
  return { name, url, headers: { cookie: await signIn(url) }, pid };
}

/** Ends what was started, the newest first, and waits for it. */
export async function endAll(): Promise<void> {
  for (const child of [...running].reverse()) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }
}

function start(
  name: string,
  cwd: string,
  args: readonly string[],
  env: Record<string, string>,
  logs: string,
): ChildProcess {
  const log = logs === "inherit" ? null : openSync(join(logs, `${name}.log`), "a", 0o600);
  const output = log ?? "inherit";
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["pipe", output, output],
  });
  if (log !== null) closeSync(log);
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Fails where the account is there already, which is as good. */
async function addAccount(env: Record<string, string>, logs: string): Promise<void> {
  const words = ["scripts/staff.ts", "add", ACCOUNT.email, "agent", "The bench"];
  const child = start("staff", ROOT, [...TYPESCRIPT, ...words], env, logs);
  child.stdin?.end(`${ACCOUNT.password}\n`);
  await once(child, "exit");
}

/** The cookies of a sign-in over the desk's own API. */
async function signIn(desk: string): Promise<string> {
  const token = await fetch(desk + routes.api.csrf());
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  const signedIn = await fetch(desk + routes.api.signIn(), {
    method: "POST",
    redirect: "manual",
    headers: { cookie: toCookies(token), origin: desk, "content-type": "application/json" },
    body: JSON.stringify({ ...ACCOUNT, csrfToken, callbackUrl: routes.home() }),
  });
  return toCookies(signedIn);
}

function toCookies(response: Response): string {
  const lines = response.headers.getSetCookie();
  return lines.map((line) => line.split(";", 1).join("")).join("; ");
}

async function waitUntilReady(url: string): Promise<void> {
  const endsAt = performance.now() + READY_WITHIN_MS;
  while (performance.now() < endsAt) {
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    await delay(ASK_EVERY_MS);
  }
  throw new Error(`Not ready in time: ${url}`);
}
