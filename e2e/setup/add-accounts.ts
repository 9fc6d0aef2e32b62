import { execFileSync } from "node:child_process";
import { REAL_ACCOUNTS } from "../fixtures/accounts";

/** Adds the people who may use the desk that this process is configured as, as its operator would. */
export function addAccounts(): void {
  for (const { email, role, password } of REAL_ACCOUNTS) {
    const words = ["add", email, role, `The ${role}`];
    execFileSync("npm", ["run", "--silent", "staff", "--", ...words], {
      input: `${password}\n`,
      stdio: ["pipe", "inherit", "inherit"],
    });
  }
}
