import { existsSync } from "node:fs";
import { runStaffCommand } from "@/lib/server/staff/staff-command";

/** `npm run staff -- <command>`: manages who may sign in. The exit code is 0, 1 or 2. */

// The same files that Next reads, so that both look at the same database. A set variable wins.
for (const file of [".env.local", ".env"]) {
  if (existsSync(file)) process.loadEnvFile(file);
}

process.exitCode = await runStaffCommand(process.argv.slice(2), process);
