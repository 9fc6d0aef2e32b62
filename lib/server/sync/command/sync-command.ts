import "server-only";
import { DataDirLockedError } from "../../db/data-dir-locked-error";
import type { OpenDatabase } from "../../db/db";
import { openDatabase } from "../../db/open-database";
import {
  EnvError,
  type EnvSource,
  parseDatabaseEnv,
  parseRetentionDays,
  parseSyncEnv,
} from "../../env-schema";
import { emptyIndex } from "../../index/empty-index";
import { LeaseLostError } from "../../index/sync-state";
import { describeFault } from "../describe-fault";
import { createSyncClient, toSyncSettings } from "../run-in-server";
import { runOnce } from "../run-once";
import { createLeaderName } from "../start-syncer";
import { getSyncHistory, getSyncStatus } from "../status";
import { SYSTEM_CLOCK } from "../sync-clock";
import { toStatusText } from "./status-text";

const SYNC_USAGE = `Usage: npm run sync -- <command>

  status     how the index stands to Kayle, and whether its counts are Kayle's
  once       bring the index in step with Kayle once, everything, and end
  rebuild    forget the index and build it from scratch, and end

With the built-in database the desk must be stopped first.
`;

/** The words were not understood; the usage is shown with it. */
class SyncUsageError extends Error {}

export type SyncIo = {
  env: EnvSource;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  signal: AbortSignal;
};

/** Runs one command and gives the exit code: 0 done, 1 refused or failed, 2 not understood. */
export async function runSyncCommand(args: readonly string[], io: SyncIo): Promise<number> {
  try {
    if (args.length === 0 || args[0] === "help" || args[0] === "--help") {
      io.stdout.write(SYNC_USAGE);
      return 0;
    }
    await runVerb(args, io);
    return 0;
  } catch (error) {
    io.stderr.write(`${toLine(error)}\n`);
    if (!(error instanceof SyncUsageError)) return 1;
    io.stderr.write(`\n${SYNC_USAGE}`);
    return 2;
  }
}

async function runVerb([verb, ...more]: readonly string[], io: SyncIo): Promise<void> {
  if (more.length > 0) throw new SyncUsageError("These commands take nothing more.");
  if (verb === "status") return withDatabase(io, (database) => showStatus(database, io));
  if (verb === "once") return syncOnce(io, false);
  if (verb === "rebuild") return syncOnce(io, true);
  throw new SyncUsageError(`"${verb}" is not a command.`);
}

async function showStatus({ db }: OpenDatabase, io: SyncIo): Promise<void> {
  const retention = { days: parseRetentionDays(io.env) };
  const status = await getSyncStatus(db, { now: new Date(), retention });
  io.stdout.write(`${toStatusText(status, await getSyncHistory(db), retention)}\n`);
}

async function syncOnce(io: SyncIo, isRebuild: boolean): Promise<void> {
  const env = parseSyncEnv(io.env);
  const client = createSyncClient(env);
  try {
    await withDatabase(io, async (database) => {
      const parts = {
        ...database,
        client,
        clock: SYSTEM_CLOCK,
        settings: toSyncSettings(env),
        leader: createLeaderName(),
        // The status that is shown at the end tells it.
        onCountCheck: () => undefined,
        onFault: (error: { code: string } | null) => {
          if (error)
            io.stderr.write(`Kayle did not answer as it should (${error.code}); trying again.\n`);
        },
      };
      // A running desk notices that it has lost the sync, waits, and then goes on with the new index.
      const prepare = () => emptyIndex(database.db);
      const options = isRebuild ? { force: true, prepare } : { force: false };
      await runOnce(parts, options, io.signal);
      await showStatus(database, io);
    });
  } finally {
    await client.close();
  }
}

async function withDatabase<T>(
  io: SyncIo,
  act: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(parseDatabaseEnv(io.env));
  try {
    return await act(database);
  } finally {
    await database.close();
  }
}

function toLine(error: unknown): string {
  if (error instanceof EnvError) return error.faults.join("\n");
  if (error instanceof DataDirLockedError) return error.message;
  if (error instanceof SyncUsageError) return error.message;
  if (error instanceof LeaseLostError) {
    return "A running desk keeps the index in step, so there is nothing to do here.";
  }
  return `The sync failed: ${describeFault(error).fault}.`;
}
