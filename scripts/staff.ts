import { runStaffCommand } from "@/lib/server/staff/staff-command";
import { loadCommandEnv } from "./command-env";

/** `npm run staff -- <command>`: manages who may sign in. The exit code is 0, 1 or 2. */

loadCommandEnv();
process.exitCode = await runStaffCommand(process.argv.slice(2), process);
