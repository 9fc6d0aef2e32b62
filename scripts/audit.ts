import { existsSync } from "node:fs";
import { runAuditCommand } from "@/lib/server/audit/command/audit-command";

/** `npm run audit -- <command>`: checks the access log. The exit code is 0, 1 or 2. */

// The same files that Next reads, so that both look at the same database. A set variable wins.
for (const file of [".env.local", ".env"]) {
  if (existsSync(file)) process.loadEnvFile(file);
}

process.exitCode = await runAuditCommand(process.argv.slice(2), process);
