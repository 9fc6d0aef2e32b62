import "server-only";
import type { StaffRole } from "@/lib/domain/roles";
import { DataDirLockedError } from "../db/data-dir-locked-error";
import type { OpenDatabase } from "../db/db";
import { openDatabase } from "../db/open-database";
import { getDatabaseEnv } from "../env";
import { EnvError } from "../env-schema";
import { toEmail } from "./email";
import {
  addStaff,
  disableStaff,
  enableStaff,
  giveToCompany,
  requireAccount,
  requirePassword,
  requireRole,
  StaffError,
  setStaffPassword,
  setStaffRole,
} from "./manage-staff";
import { type PasswordSource, readPassword } from "./read-password";
import { recordOperatorChange } from "./record-operator";
import { listStaff, type StaffRow } from "./staff-store";
import { toStaffTable } from "./staff-table";
import { STAFF_USAGE, UsageError } from "./staff-usage";

export type StaffIo = PasswordSource & { stdout: NodeJS.WriteStream };

/** Gives the line to print when it is done. */
type Command = (database: OpenDatabase, io: StaffIo) => Promise<string>;

/**
 * Runs one command and gives the exit code: 0 done, 1 refused or failed, 2 not understood. Whatever
 * goes wrong is one line on stderr.
 */
export async function runStaffCommand(args: string[], io: StaffIo): Promise<number> {
  try {
    if (args.length === 0 || args[0] === "--help" || args[0] === "help") {
      io.stdout.write(STAFF_USAGE);
      return 0;
    }
    const command = toCommand(args);
    io.stdout.write(`${await withDatabase((database) => command(database, io))}\n`);
    return 0;
  } catch (error) {
    io.stderr.write(`${toLine(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    io.stderr.write(`\n${STAFF_USAGE}`);
    return 2;
  }
}

/** Looks at the words alone, so that a mistake is told before a database is opened. */
function toCommand([verb, ...words]: string[]): Command {
  const [address = "", role = ""] = words;
  const email = toEmail(address);
  switch (verb) {
    case "add":
      requireWords(words, 3, Number.POSITIVE_INFINITY, "an e-mail address, a role and a name");
      return (database, io) =>
        add(database, io, email, requireRole(role), words.slice(2).join(" "));
    case "list":
      requireWords(words, 0, 0, "nothing more");
      return async ({ db }) => toStaffTable(await listStaff(db));
    case "role":
      requireWords(words, 2, 2, "an e-mail address and a role");
      return (database) => changeRole(database, email, requireRole(role));
    case "password":
      requireWords(words, 1, 1, "an e-mail address, and takes the password from you afterwards");
      return (database, io) => changePassword(database, io, email);
    case "company":
      requireWords(words, 1, 1, "an e-mail address");
      return (database) => leaveToCompany(database, email);
    case "disable":
      requireWords(words, 1, 1, "an e-mail address");
      return (database) => close(database, email);
    case "enable":
      requireWords(words, 1, 1, "an e-mail address");
      return (database) => open(database, email);
    default:
      throw new UsageError(`"${verb}" is not a command.`);
  }
}

async function add(
  database: OpenDatabase,
  io: StaffIo,
  email: string,
  role: string,
  name: string,
): Promise<string> {
  const wanted = { email, role, name, password: await readPassword(io) };
  const details = { change: "add", account: name, email, role };
  await addStaff(database.db, wanted, () => recordOperatorChange(database, details));
  return `${email} may sign in as ${role}.`;
}

async function changePassword(database: OpenDatabase, io: StaffIo, email: string): Promise<string> {
  const account = await requireAccount(database.db, email);
  const password = requirePassword(await readPassword(io));
  await recordOperatorChange(database, toDetails("password", account));
  await setStaffPassword(database.db, email, password, new Date());
  return `${email} has a new password.`;
}

async function changeRole(database: OpenDatabase, email: string, role: StaffRole): Promise<string> {
  const account = await requireAccount(database.db, email);
  const details = { ...toDetails("role", account), from: account.role, to: role };
  await recordOperatorChange(database, details);
  await setStaffRole(database.db, email, role);
  return `${email} is now ${role}.`;
}

async function leaveToCompany(database: OpenDatabase, email: string): Promise<string> {
  const account = await requireAccount(database.db, email);
  await recordOperatorChange(database, toDetails("company", account));
  await giveToCompany(database.db, email, new Date());
  return `${email} is opened by the company's sign-in alone.`;
}

async function close(database: OpenDatabase, email: string): Promise<string> {
  const account = await requireAccount(database.db, email);
  await recordOperatorChange(database, toDetails("close", account));
  await disableStaff(database.db, email, new Date());
  return `${email} is closed.`;
}

async function open(database: OpenDatabase, email: string): Promise<string> {
  const account = await requireAccount(database.db, email);
  await recordOperatorChange(database, toDetails("open", account));
  await enableStaff(database.db, email);
  return `${email} is open.`;
}

function toDetails(change: string, { id, name }: StaffRow) {
  return { change, accountId: id, account: name };
}

function requireWords(words: string[], min: number, max: number, wanted: string): void {
  if (words.length >= min && words.length <= max) return;
  throw new UsageError(`This command takes ${wanted}.`);
}

async function withDatabase<T>(act: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const database = await openDatabase(getDatabaseEnv());
  try {
    return await act(database);
  } finally {
    await database.close();
  }
}

function toLine(error: unknown): string {
  if (error instanceof EnvError) return error.faults.join("\n");
  if (error instanceof StaffError || error instanceof UsageError) return error.message;
  if (error instanceof DataDirLockedError) return error.message;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return `The database did not answer: ${text.split("\n", 1).join("")}`;
}
