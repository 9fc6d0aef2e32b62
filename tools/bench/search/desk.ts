import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SearchResponse } from "@/lib/contracts/search";
import { type SearchRequest, toSearchParamsText } from "@/lib/contracts/search-params";
import { routes } from "@/lib/routes";
import { NEXT_CLI } from "@/scripts/serve/build";
import { MEMORY_FLAGS, waitUntilAnswers } from "@/scripts/serve/desk";
import { endChild, startChild } from "@/scripts/setup/children.mjs";

const SANDBOX = fileURLToPath(new URL("../../../scripts/sandbox.ts", import.meta.url));
const READY_WITHIN_MS = 120_000;
const ARRIVALS_EVERY_MS = 1_000;
const API_KEY = "kk_only_for_measuring";
const SANDBOX_PORT = 8197;
const DESK_PORT = 3197;
const SANDBOX_URL = `http://127.0.0.1:${SANDBOX_PORT}`;
const DESK_URL = `http://127.0.0.1:${DESK_PORT}`;

export const ACCOUNT = {
  email: "bench@session-desk.test",
  password: "only-for-measuring-0123456789",
};

/** Where the desk's database is. */
export type DatabasePlace = { DATABASE_URL?: string; DESK_DATA_DIR: string };

/** The built desk under measurement, with a Kayle of its own. */
export type BenchDesk = {
  /** From its start to its first "ready". */
  readyMs: number;
  search: (request: SearchRequest) => Promise<SearchResponse["meta"]>;
  /** What the server's process has of memory, in MB; null where the system does not say. */
  readMemoryMb: () => number | null;
  /** Has so many sessions arrive at Kayle in each second; gives what ends it. */
  startArrivals: (perSecond: number) => () => void;
  end: () => Promise<void>;
};

/** Starts a sandbox without sessions and the built desk on this database, and signs in. */
export async function startBenchDesk(folder: string, place: DatabasePlace): Promise<BenchDesk> {
  const sandbox = start(
    folder,
    "sandbox",
    ["--conditions=react-server", "--import", "tsx", SANDBOX],
    {
      SANDBOX_PORT: String(SANDBOX_PORT),
      SANDBOX_SIZE: "0",
      SANDBOX_LIVE: "0",
      SANDBOX_API_KEY: API_KEY,
      SANDBOX_CONTROL: "1",
    },
  );
  await waitFor(`${SANDBOX_URL}/v1/sessions?limit=1`, () => true);
  const startedAt = performance.now();
  const next = [NEXT_CLI, "start", "-H", "127.0.0.1", "-p", String(DESK_PORT)];
  const desk = start(folder, "desk", [...MEMORY_FLAGS, ...next], {
    ...place,
    KAYLE_API_URL: SANDBOX_URL,
    KAYLE_API_KEY: API_KEY,
    NEXTAUTH_SECRET: "only-for-measuring-0123456789-0123456789",
    NEXTAUTH_URL: DESK_URL,
  });
  await waitFor(`${DESK_URL}${routes.api.ready()}`, (status) => status === 200);
  const readyMs = performance.now() - startedAt;
  const cookie = await signIn();
  return {
    readyMs,
    search: (request) => search(request, cookie),
    readMemoryMb: () => readMemoryMb(desk),
    startArrivals,
    async end() {
      await endChild(desk);
      await endChild(sandbox);
    },
  };
}

/** Signs in over the desk's own API; every call then passes all that a browser's would. */
async function signIn(): Promise<string> {
  const token = await fetch(`${DESK_URL}${routes.api.csrf()}`);
  const { csrfToken } = (await token.json()) as { csrfToken: string };
  const signedIn = await fetch(`${DESK_URL}${routes.api.signIn()}`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: toCookies(token), origin: DESK_URL, "content-type": "application/json" },
    body: JSON.stringify({ ...ACCOUNT, csrfToken, callbackUrl: routes.home() }),
  });
  return toCookies(signedIn);
}

function toCookies(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

async function search(request: SearchRequest, cookie: string): Promise<SearchResponse["meta"]> {
  const path = routes.api.sessions(toSearchParamsText(request));
  const response = await fetch(`${DESK_URL}${path}`, { headers: { cookie } });
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}.`);
  return ((await response.json()) as SearchResponse).meta;
}

function startArrivals(perSecond: number): () => void {
  const body = JSON.stringify(Array.from({ length: perSecond }, () => ({})));
  const arrive = () => {
    const url = `${SANDBOX_URL}/__control/sessions`;
    fetch(url, { method: "POST", body }).catch((error: Error) => process.emitWarning(error));
  };
  const timer = setInterval(arrive, ARRIVALS_EVERY_MS);
  return () => clearInterval(timer);
}

function readMemoryMb({ pid }: ChildProcess): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return Math.round((Number(kibibytes) * 1024) / 1e6);
  } catch {
    return null;
  }
}

function start(
  folder: string,
  name: string,
  args: readonly string[],
  env: Record<string, string>,
): ChildProcess {
  const log = openSync(join(folder, `${name}.log`), "a", 0o600);
  const child = startChild(process.execPath, args, {
    env: { ...process.env, ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return child;
}

function waitFor(url: string, isReady: (status: number) => boolean): Promise<void> {
  return waitUntilAnswers(url, { isReady, timeoutMs: READY_WITHIN_MS });
}
