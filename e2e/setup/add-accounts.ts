import { execFileSync } from "node:child_process";
import { STAFF_ROLES, type StaffRole } from "@/lib/domain/roles";
import { REAL_ACCOUNTS } from "../fixtures/accounts";

/** Adds people who may use the desk that this process is configured as, as its operator would. */
export function addAccounts(roles: readonly StaffRole[] = STAFF_ROLES): void {
  for (const { email, role, password } of REAL_ACCOUNTS.filter((one) => roles.includes(one.role))) {
    const words = ["add", email, role, `The ${role}`];
    execFileSync("npm", ["run", "--silent", "staff", "--", ...words], {
      input: `${password}\n`,
      stdio: ["pipe", "inherit", "inherit"],
    });
  }
}
