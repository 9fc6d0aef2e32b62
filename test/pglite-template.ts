import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { openPglite } from "@/lib/server/db/open-pglite";

const CACHE = "node_modules/.cache/desk-pglite";
const MIGRATIONS = "lib/server/db/migrations";

/**
 * Puts a migrated, empty built-in database into a folder. Making one takes seconds of a whole core,
 * copying one a tenth of that; so one is kept for each state of the migrations.
 */
export async function fillWithDatabase(folder: string): Promise<void> {
  const template = join(CACHE, hashMigrations());
  if (!existsSync(template)) await makeTemplate(template);
  cpSync(template, folder, { recursive: true });
}

async function makeTemplate(template: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const making = mkdtempSync(`${template}-`);
  await (await openPglite(making)).close();
  try {
    renameSync(making, template);
  } catch {
    // Another test file was faster; its template is as good.
    rmSync(making, { recursive: true, force: true });
  }
}

function hashMigrations(): string {
  const hash = createHash("sha256");
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql"));
  for (const name of files.toSorted()) hash.update(readFileSync(join(MIGRATIONS, name)));
  return hash.digest("hex").slice(0, 16);
}
