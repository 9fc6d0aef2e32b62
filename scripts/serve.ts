import { fileURLToPath } from "node:url";
import { buildIfNeeded } from "./serve/build";
import { type Configuration, getConfiguration, loadEnvFiles } from "./serve/configuration";
import { createDemoSecrets, keepDemoSecrets } from "./serve/demo-secrets";
import { startDesk } from "./serve/desk";
import { findDataDirFault, findPortFaults } from "./serve/preflight";
import { toReadyLines } from "./serve/ready-lines";
import { startSandbox, toWebhookTarget } from "./serve/sandbox";
import { StartFault } from "./serve/start-fault";
import { endChildren, setExitCodeOnSignal } from "./setup/children.mjs";

/**
 * `npm start` and, with `--dev`, `npm run dev`, once everything is installed. Whatever can be wrong is
 * looked at before the slow build; then the desk runs until a signal comes or it ends by itself. In
 * demo mode the sandbox runs in this process.
 */
async function serve(root: string, isDevelopment: boolean): Promise<never> {
  loadEnvFiles(root, isDevelopment);
  const configuration = await prepare();
  const { env, source } = configuration;
  if (!isDevelopment && (await buildIfNeeded(root)) !== 0) {
    throw new StartFault("The desk could not be built. The lines above say why.");
  }
  if (env.mode === "demo") {
    await startSandbox({ SANDBOX_CONTROL: "1", ...source }, { webhook: toWebhookTarget(env) });
  }
  const desk = await startDesk(configuration, isDevelopment);
  setExitCodeOnSignal(0);
  for (const line of toReadyLines(env, isDevelopment)) console.log(line);
  return desk.failed;
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

async function endWithFault(error: unknown): Promise<never> {
  const lines = error instanceof StartFault ? error.lines : [error];
  for (const line of lines) console.error(line);
  await endChildren();
  process.exit(1);
}

const root = fileURLToPath(new URL("..", import.meta.url));
serve(root, process.argv.includes("--dev")).catch(endWithFault);
