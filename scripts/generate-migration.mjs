import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

/**
 * Makes the one migration anew from the schema, with what Drizzle has no words for around it. Nothing has
 * been released, so no database has to be brought on from an older one.
 */
const FOLDER = "lib/server/db";
const MIGRATION = `${FOLDER}/migrations/0000_desk.sql`;
const BREAKPOINT = "--> statement-breakpoint\n";

rmSync(`${FOLDER}/migrations`, { recursive: true, force: true });
execFileSync(
  process.execPath,
  ["--conditions=react-server", "node_modules/drizzle-kit/bin.cjs", "generate", "--name", "desk"],
  { stdio: "inherit" },
);
const read = (name) => readFileSync(name, "utf8").trimEnd();
const parts = [`${FOLDER}/by-hand/before.sql`, MIGRATION, `${FOLDER}/by-hand/after.sql`].map(read);
writeFileSync(MIGRATION, `${parts.join(`\n${BREAKPOINT}`)}\n`);
