import { runAuditCommand } from "@/lib/server/audit/audit-command";
import { loadCommandEnv } from "./command-env";

/** `npm run audit -- <command>`: checks the access log. The exit code is 0, 1 or 2. */

loadCommandEnv();
process.exitCode = await runAuditCommand(process.argv.slice(2), process);
