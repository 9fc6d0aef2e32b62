import nextEnv from "@next/env";
import { type Env, EnvError, type EnvSource, parseEnv } from "@/lib/server/env-schema";
import type { DemoSecrets } from "./demo-secrets";
import { StartFault } from "./start-fault";

export type Configuration = {
  env: Env;
  /** What the desk's process gets: the source, and in demo mode the secrets made for it. */
  source: EnvSource;
};

/** Adds `.env`, `.env.local` and the like to `process.env`, just as Next does. */
export function loadEnvFiles(root: string, isDevelopment: boolean): void {
  nextEnv.loadEnvConfig(root, isDevelopment, { info() {}, error: console.error });
}

/**
 * Checks the whole configuration. In demo mode `secrets` stand in for those that nobody has set;
 * real mode never has any.
 *
 * @throws StartFault with one line per fault
 */
export function getConfiguration(source: EnvSource, secrets: DemoSecrets | null): Configuration {
  const complete = isReal(source) || secrets === null ? source : withSecrets(source, secrets);
  try {
    return { env: parseEnv(complete), source: complete };
  } catch (error) {
    if (error instanceof EnvError) throw new StartFault(...error.faults);
    throw error;
  }
}

/** Half-set counts as real: the demo must not come up beside a real key. */
function isReal(source: EnvSource): boolean {
  return Boolean(source["KAYLE_API_URL"]?.trim() || source["KAYLE_API_KEY"]?.trim());
}

/** A variable that is set to nothing stays in the way of the `.env` files, as it does for Next. */
function withSecrets(source: EnvSource, secrets: DemoSecrets): EnvSource {
  const missing = Object.entries(secrets).filter(([name]) => !source[name]?.trim());
  return { ...source, ...Object.fromEntries(missing) };
}
