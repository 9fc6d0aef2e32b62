import type { TestProject } from "vitest/node";
import { createTemplate } from "./databases";
import { listPostgresBuilds } from "./find-postgres";
import { startAnyPostgres, tellOfNoPostgres } from "./start-any-postgres";

declare module "vitest" {
  export interface ProvidedContext {
    /** A real Postgres for the whole run; null where this machine has none. */
    postgresUrl: string | null;
  }
}

/** One Postgres for a run of the tests; each suite makes databases of its own in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, faults } = await startAnyPostgres(listPostgresBuilds());
  if (server === null) console.warn(`SKIPPED: ${tellOfNoPostgres(faults, isCi())}`);
  if (server) await createTemplate(server.url);
  project.provide("postgresUrl", server?.url ?? null);
  return async () => server?.stop();
}

function isCi(): boolean {
  const value = process.env["CI"] ?? "";
  return value !== "" && value !== "false" && value !== "0";
}
