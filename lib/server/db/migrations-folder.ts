import "server-only";
import { join } from "node:path";

/**
 * Where the committed migrations are. The built code is elsewhere than the source, so this goes by
 * the working directory, which is the project's folder for the server and for every script.
 */
export function getMigrationsFolder(): string {
  return join(/* turbopackIgnore: true */ process.cwd(), "lib/server/db/migrations");
}
