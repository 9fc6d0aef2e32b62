import { spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { REPLAY_STAFF, SERVERS } from "../fixtures/servers";

/**
 * Starts one of the two built desks of the end-to-end tests, on an empty data folder of its own, and
 * ends with it. Usage: `start-desk.ts demo|replay`.
 */
const which = process.argv[2] === "replay" ? "replay" : "demo";
const { desk, upstream } = SERVERS[which];
const dataDir = `.data/e2e-${which}`;
const { hostname, port } = new URL(desk);

const env: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_ENV: "production",
  HOST: hostname,
  PORT: port,
  DESK_DATA_DIR: dataDir,
  NEXTAUTH_SECRET: "a secret for the end-to-end tests alone",
  // Each test that must fail to sign in comes from an address of its own.
  TRUST_PROXY_HOPS: "1",
  ...(which === "demo"
    ? { SANDBOX_PORT: new URL(upstream).port }
    : { KAYLE_API_URL: upstream, KAYLE_API_KEY: "kk_replay_0123456789", NEXTAUTH_URL: desk }),
};

rmSync(dataDir, { recursive: true, force: true });
if (which === "replay") addStaff();

const next = ["node_modules/next/dist/bin/next", "start", "-H", hostname, "-p", port];
const child = spawn(process.execPath, next, { env, stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));

function addStaff(): void {
  const { email, name, role, password } = REPLAY_STAFF;
  const command = ["--conditions=react-server", "--import", "tsx", "scripts/staff.ts"];
  const added = spawnSync(
    process.execPath,
    [...command, "add", email, "--name", name, "--role", role],
    { env, input: `${password}\n`, stdio: ["pipe", "inherit", "inherit"] },
  );
  if (added.status !== 0) process.exit(added.status ?? 1);
}
