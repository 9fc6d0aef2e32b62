import { execFileSync } from "node:child_process";
import { REAL_ACCOUNTS } from "../fixtures/accounts";
import { REAL } from "../fixtures/servers";
import { getEmptyDataDir } from "./data-dir";
import { REAL_ENV } from "./desk-env";

/** The desk in real mode, prepared and started as its operator would. */
Object.assign(process.env, REAL_ENV, { DESK_DATA_DIR: getEmptyDataDir(REAL.port) });
for (const { email, role, password } of REAL_ACCOUNTS) {
  const words = ["add", email, role, `The ${role}`];
  execFileSync("npm", ["run", "--silent", "staff", "--", ...words], {
    input: `${password}\n`,
    stdio: ["pipe", "inherit", "inherit"],
  });
}
await import("../../scripts/start.mjs");
