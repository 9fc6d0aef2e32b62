import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { routes } from "@/lib/routes";
import { waitUntilAnswers } from "../serve/wait-until-answers";
import { startChild } from "../setup/children.mjs";

const SANDBOX = fileURLToPath(new URL("../sandbox.ts", import.meta.url));
const STAFF = fileURLToPath(new URL("../staff.ts", import.meta.url));
const TYPESCRIPT = ["--conditions=react-server", "--import", "tsx"];
const FILLED = "the index has all that Kayle keeps";
const PAUSE_MS = 200;
const READY_TIMEOUT_MS = 180_000;

export const ACCOUNT = {
  email: "bench@session-desk.test",
  password: "only-for-measuring-0123456789",
};

export type World = {
  folder: string;
  ports: { sandbox: number; desk: number };
  /** Sessions in the sandbox. */
  size: number;
};

export const API_KEY = "kk_only_for_measuring";

export function toApiUrl({ ports }: World): string {
  return `http://127.0.0.1:${ports.sandbox}`;
}

export function toDeskUrl({ ports }: World): string {
  return `http://127.0.0.1:${ports.desk}`;
}

/** The sandbox in a process of its own, as Kayle would be. */
export async function startSandbox(world: World): Promise<ChildProcess> {
  const url = `${toApiUrl(world)}/v1/sessions?limit=1`;
  const other = await fetch(url).catch(() => null);
  // Whatever is measured would be that one's.
  if (other) throw new Error(`Something else answers at ${toApiUrl(world)}; end it first.`);
  const child = start(world, "sandbox", process.execPath, [...TYPESCRIPT, SANDBOX], {
    SANDBOX_PORT: String(world.ports.sandbox),
    SANDBOX_SIZE: String(world.size),
    SANDBOX_API_KEY: API_KEY,
    SANDBOX_CONTROL: "1",
  });
  await waitFor(url, () => true);
  return child;
}

/** The account that signs in, made before the desk has the database. */
export function prepareDesk(world: World): Promise<void> {
  return addAccount(world, toDeskEnv(world));
}

/**
 * The built desk as its operator runs it, by `npm start` and with all that this brings; the sync either
 * at the rate that the desk keeps by itself or as fast as it can be. Not waited for.
 */
export function startDesk(world: World, syncRate: "default" | "unlimited"): ChildProcess {
  const rate: Record<string, string> = syncRate === "unlimited" ? { SYNC_MAX_RPS: "100000" } : {};
  return start(world, "desk", "npm", ["start"], { ...toDeskEnv(world), ...rate });
}

export function waitForDesk(world: World): Promise<void> {
  return waitFor(`${toDeskUrl(world)}${routes.api.ready()}`, (status) => status === 200);
}

/**
 * Until the desk's log says that its index has all. Not asked of the desk itself, which would look at
 * what has come since with each question, and fill its index so much more slowly.
 */
export async function waitUntilFilled({ folder }: World): Promise<void> {
  const log = join(folder, "desk.log");
  while (!readFileSync(log, "utf8").includes(FILLED)) await setTimeout(PAUSE_MS);
}

function toDeskEnv(world: World): Record<string, string> {
  return {
    KAYLE_API_URL: toApiUrl(world),
    KAYLE_API_KEY: API_KEY,
    NEXTAUTH_SECRET: "only-for-measuring-0123456789-0123456789",
    NEXTAUTH_URL: toDeskUrl(world),
    DESK_DATA_DIR: join(world.folder, "data"),
    HOST: "127.0.0.1",
    PORT: String(world.ports.desk),
  };
}

/** Fails where the account is there already, which is as good. */
async function addAccount(world: World, env: Record<string, string>): Promise<void> {
  const words = ["add", ACCOUNT.email, "agent", "The bench"];
  const child = start(
    world,
    "staff",
    process.execPath,
    [...TYPESCRIPT, STAFF, ...words],
    env,
    "pipe",
  );
  child.stdin?.end(`${ACCOUNT.password}\n`);
  await new Promise((resolve) => child.once("exit", resolve));
}

function start(
  { folder }: World,
  name: string,
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  stdin: "ignore" | "pipe" = "ignore",
): ChildProcess {
  const log = openSync(join(folder, `${name}.log`), "a", 0o600);
  const child = startChild(command, args, {
    env: { ...process.env, ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: [stdin, log, log],
  });
  closeSync(log);
  return child;
}

async function waitFor(url: string, isReady: (status: number) => boolean): Promise<void> {
  const wanted = { url, isReady, timeoutMs: READY_TIMEOUT_MS };
  const last = await waitUntilAnswers(wanted, new AbortController().signal);
  if (last !== null) throw new Error(`Not ready in time: ${last} at ${url}.`);
}
