import { fileURLToPath } from "node:url";
import { toUrl } from "./serve/addresses";
import { buildIfNeeded } from "./serve/build";
import { type Configuration, getConfiguration, loadEnvFiles } from "./serve/configuration";
import { findDataDirFault } from "./serve/data-dir";
import { toDemoLines } from "./serve/demo";
import { createDemoSecrets, keepDemoSecrets } from "./serve/demo-secrets";
import { findDeskLog, startDesk } from "./serve/desk";
import { findPortFaults } from "./serve/ports";
import { startSandbox } from "./serve/sandbox";
import type { Server } from "./serve/servers";
import { StartFault } from "./serve/start-fault";
import { endChildren, setExitCodeOnSignal } from "./setup/children.mjs";

/**
 * `npm start` and, with `--dev`, `npm run dev`, once everything is installed. Whatever can be wrong is
 * looked at before the slow build; then the servers run until a signal comes or one of them ends.
 */
async function serve(root: string, isDevelopment: boolean): Promise<never> {
  loadEnvFiles(root, isDevelopment);
  const configuration = await prepare();
  if (!isDevelopment && (await buildIfNeeded(root)) !== 0) {
    throw new StartFault("The desk could not be built. The lines above say why.");
  }
  const servers = await startServers(configuration, isDevelopment);
  setExitCodeOnSignal(0);
  printReady(configuration, isDevelopment);
  return Promise.race(servers.map((server) => server.failed));
}

/** Configuration, ports and data folder, checked; the secrets of the demo come last. */
async function prepare(): Promise<Configuration> {
  const { env } = getConfiguration(process.env, createDemoSecrets());
  const isDemo = env.mode === "demo";
  const desk = { host: env.host, port: env.port, variable: "PORT" };
  const sandbox = { host: "127.0.0.1", port: env.sandboxPort, variable: "SANDBOX_PORT" };
  const faults = await findPortFaults(isDemo ? [desk, sandbox] : [desk]);
  const folderFault = await findDataDirFault(env.dataDir);
  if (folderFault) faults.push(folderFault);
  if (faults.length > 0) throw new StartFault(...faults);
  return getConfiguration(process.env, isDemo ? keepDemoSecrets(env.dataDir) : null);
}

async function startServers(configuration: Configuration, isDev: boolean): Promise<Server[]> {
  const isDemo = configuration.env.mode === "demo";
  const sandbox = isDemo ? [await startSandbox(configuration)] : [];
  return [...sandbox, await startDesk(configuration, isDev)];
}

function printReady({ env }: Configuration, isDevelopment: boolean): void {
  const log = findDeskLog(env, isDevelopment);
  if (env.mode === "demo") for (const line of toDemoLines()) console.log(line);
  if (log) console.log(`The desk's log is in ${log}`);
  console.log(`Session Desk is ready on ${toUrl(env.host, env.port)}`);
}

async function endWithFault(error: unknown): Promise<never> {
  const lines = error instanceof StartFault ? error.lines : [error];
  for (const line of lines) console.error(line);
  await endChildren();
  process.exit(1);
}

const root = fileURLToPath(new URL("..", import.meta.url));
serve(root, process.argv.includes("--dev")).catch(endWithFault);
