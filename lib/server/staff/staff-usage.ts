import "server-only";
import { STAFF_ROLES } from "@/lib/domain/roles";

const ROLES = STAFF_ROLES.join("|");

export const STAFF_USAGE = `Manages who may sign in to the desk.

  npm run staff -- add <email> <role> <name>    adds an account; the role is ${ROLES}
  npm run staff -- list                         lists every account
  npm run staff -- role <email> <role>          changes what somebody may do
  npm run staff -- password <email>             sets a new password, which ends every sign-in
  npm run staff -- company <email>              takes the password away: the company's sign-in opens it
  npm run staff -- disable <email>              closes an account, which ends every sign-in
  npm run staff -- enable <email>               opens a closed account again

A password is asked for, or read from the first line of standard input when that is a pipe. It must
have at least 12 characters. With the built-in database the desk must be stopped first; with
DATABASE_URL it may be running.
`;

/** The command was not understood; the usage is shown and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
