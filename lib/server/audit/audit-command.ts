import "server-only";
import { DataDirLockedError } from "../db/data-dir-locked-error";
import { toCode } from "../db/database-fault-error";
import type { Db } from "../db/db";
import { openDatabase } from "../db/open-database";
import { EnvError, type EnvSource, parseAccessLogSecrets, parseDatabaseEnv } from "../env-schema";
import { type ChainHead, toAccessLogKey } from "./access-chain";
import { findHead } from "./access-store";
import { verifyChain } from "./verify-chain";

const USAGE = `Usage: npm run audit -- <command>

  verify [--expect NO:HASH]   checks the whole access log and names every row that was changed, is
                              missing or was put in; with --expect also whether its end was cut off
  head                        prints NO:HASH of the last row, to be kept elsewhere for --expect

verify needs the key that the desk has: ACCESS_LOG_KEY, or NEXTAUTH_SECRET where that is not set. After
a change of the key give those before it in ACCESS_LOG_PREVIOUS_KEYS, the newest first, with spaces
between. With the built-in database the desk must be stopped first. The exit code is 1 where anything
is wrong.
`;

/** The words were not understood; the usage is shown with it. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

export type AuditIo = {
  env: EnvSource;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
};

/** Gives the lines to print; those of `faults` go to stderr and make the exit code 1. */
type Outcome = { lines: string[]; faults: string[] };
type Command = (db: Db, env: EnvSource) => Promise<Outcome>;

/** Runs one command and gives the exit code: 0 all is well, 1 refused or faulty, 2 not understood. */
export async function runAuditCommand(args: readonly string[], io: AuditIo): Promise<number> {
  try {
    if (args.length === 0 || args[0] === "help" || args[0] === "--help") {
      io.stdout.write(USAGE);
      return 0;
    }
    const { lines, faults } = await withDatabase(io.env, toCommand(args));
    for (const line of lines) io.stdout.write(`${line}\n`);
    for (const fault of faults) io.stderr.write(`${fault}\n`);
    return faults.length > 0 ? 1 : 0;
  } catch (error) {
    io.stderr.write(`${toLine(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    io.stderr.write(`\n${USAGE}`);
    return 2;
  }
}

/** Looks at the words alone, so that a mistake is told before a database is opened. */
function toCommand([verb, ...words]: readonly string[]): Command {
  if (verb === "verify") {
    const expected = readExpected(words);
    return (db, env) => verify(db, env, expected);
  }
  if (verb !== "head") throw new UsageError(`"${verb}" is not a command.`);
  if (words.length > 0) throw new UsageError("This command takes nothing more.");
  return showHead;
}

function readExpected(words: readonly string[]): ChainHead | null {
  if (words.length === 0) return null;
  const [option, value, ...more] = words;
  const parts = /^(?<no>\d{1,15}):(?<hash>[0-9a-f]{64})$/.exec(value ?? "")?.groups;
  if (option !== "--expect" || more.length > 0 || !parts) {
    throw new UsageError("This command takes --expect NO:HASH, as head prints it, or nothing.");
  }
  return { no: Number(parts["no"]), hash: parts["hash"] ?? "" };
}

async function verify(db: Db, env: EnvSource, expected: ChainHead | null): Promise<Outcome> {
  const keys = parseAccessLogSecrets(env).map(toAccessLogKey);
  const { faults, rowCount, head } = await verifyChain(db, { keys, expected });
  const words = faults.length === 0 ? "The access log is whole" : "The access log is NOT whole";
  return { lines: [`${words}: ${rowCount} rows, the last one ${toText(head)}`], faults };
}

async function showHead(db: Db): Promise<Outcome> {
  return { lines: [toText(await findHead(db))], faults: [] };
}

function toText({ no, hash }: ChainHead): string {
  return `${no}:${hash}`;
}

async function withDatabase(env: EnvSource, command: Command): Promise<Outcome> {
  const database = await openDatabase(parseDatabaseEnv(env));
  try {
    return await command(database.db, env);
  } finally {
    await database.close();
  }
}

function toLine(error: unknown): string {
  if (error instanceof EnvError) return error.faults.join("\n");
  if (error instanceof DataDirLockedError || error instanceof UsageError) return error.message;
  return `The access log could not be read: ${toCode(error)}.`;
}
