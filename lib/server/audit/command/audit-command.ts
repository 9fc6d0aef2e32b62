import "server-only";
import { DataDirLockedError } from "../../db/data-dir-locked-error";
import { toCode } from "../../db/database-fault-error";
import type { OpenDatabase } from "../../db/db";
import { openDatabase } from "../../db/open-database";
import { EnvError, type EnvSource, parseDatabaseEnv } from "../../env-schema";
import { getAccessLog } from "../access-log";
import type { ChainHead } from "../access-row";
import { findHead } from "../access-store";
import { JournalFaultError } from "../journal/journal-fault-error";
import { verifyChain } from "../verify/verify-chain";
import { verifyJournal } from "../verify/verify-journal";
import { AUDIT_USAGE, AuditUsageError } from "./audit-usage";

export type AuditIo = {
  env: EnvSource;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
};

/** Gives the lines to print; those of `faults` go to stderr and make the exit code 1. */
type Outcome = { lines: string[]; faults: string[] };
type Command = (database: OpenDatabase) => Promise<Outcome>;

/** Runs one command and gives the exit code: 0 all is well, 1 refused or faulty, 2 not understood. */
export async function runAuditCommand(args: readonly string[], io: AuditIo): Promise<number> {
  try {
    if (args.length === 0 || args[0] === "help" || args[0] === "--help") {
      io.stdout.write(AUDIT_USAGE);
      return 0;
    }
    const { lines, faults } = await withDatabase(io.env, toCommand(args));
    for (const line of lines) io.stdout.write(`${line}\n`);
    for (const fault of faults) io.stderr.write(`${fault}\n`);
    return faults.length > 0 ? 1 : 0;
  } catch (error) {
    io.stderr.write(`${toLine(error)}\n`);
    if (!(error instanceof AuditUsageError)) return 1;
    io.stderr.write(`\n${AUDIT_USAGE}`);
    return 2;
  }
}

/** Looks at the words alone, so that a mistake is told before a database is opened. */
function toCommand([verb, ...words]: readonly string[]): Command {
  if (verb === "verify") {
    const expected = readExpected(words);
    return (database) => verify(database, expected);
  }
  if (verb !== "head" && verb !== "rebuild")
    throw new AuditUsageError(`"${verb}" is not a command.`);
  if (words.length > 0) throw new AuditUsageError("This command takes nothing more.");
  return verb === "head" ? showHead : rebuild;
}

function readExpected(words: readonly string[]): ChainHead | null {
  if (words.length === 0) return null;
  const [option, value, ...more] = words;
  const parts = /^(?<no>\d{1,15}):(?<hash>[0-9a-f]{64})$/.exec(value ?? "")?.groups;
  if (option !== "--expect" || more.length > 0 || !parts) {
    throw new AuditUsageError(
      "This command takes --expect NO:HASH, as head prints it, or nothing.",
    );
  }
  return { no: Number(parts["no"]), hash: parts["hash"] ?? "" };
}

async function verify(database: OpenDatabase, expected: ChainHead | null): Promise<Outcome> {
  const { journal } = getAccessLog(database);
  const { faults, rowCount, head } = await verifyChain(database.db, expected);
  const ofJournal = journal ? await verifyJournal(database.db, journal.folder) : [];
  const all = [...faults, ...ofJournal];
  const words = all.length === 0 ? "The access log is whole" : "The access log is NOT whole";
  return { lines: [`${words}: ${rowCount} rows, the last one ${toText(head)}`], faults: all };
}

async function showHead({ db }: OpenDatabase): Promise<Outcome> {
  return { lines: [toText(await findHead(db))], faults: [] };
}

async function rebuild(database: OpenDatabase): Promise<Outcome> {
  const { journal } = getAccessLog(database);
  if (!journal) return { lines: [], faults: ["Only the built-in database has a journal."] };
  const { toTable, toJournal } = await journal.reconcile(database.db);
  const lines = [`Put back: ${toTable} rows into the table, ${toJournal} into the journal.`];
  return { lines, faults: [] };
}

function toText({ no, hash }: ChainHead): string {
  return `${no}:${hash}`;
}

async function withDatabase(env: EnvSource, command: Command): Promise<Outcome> {
  const database = await openDatabase(parseDatabaseEnv(env));
  try {
    return await command(database);
  } finally {
    await database.close();
  }
}

function toLine(error: unknown): string {
  if (error instanceof EnvError) return error.faults.join("\n");
  if (error instanceof DataDirLockedError || error instanceof AuditUsageError) return error.message;
  if (error instanceof JournalFaultError) return error.message;
  return `The access log could not be read: ${toCode(error)}.`;
}
