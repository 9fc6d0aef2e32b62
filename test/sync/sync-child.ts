import { sql } from "drizzle-orm";
import { openDatabase } from "@/lib/server/db/open-database";
import { readRows } from "@/lib/server/index/index-writer";
import { createSyncClient } from "@/lib/server/sync/run-in-server";
import { startSyncer } from "@/lib/server/sync/start-syncer";
import { getSyncHistory } from "@/lib/server/sync/status";
import { SYSTEM_CLOCK } from "@/lib/server/sync/sync-clock";
import { SYNC_DEFAULTS } from "@/lib/server/sync/sync-settings";
import type { ChildOptions } from "./spawn-sync";

/**
 * A desk that only syncs, as a process of its own that a test can kill. Prints `resync <ms>` for each
 * finished full resync, by the moment when it began, and `change <number>` as it observes changes.
 */
const options: ChildOptions = JSON.parse(process.argv[2] ?? "{}");
const database = await openDatabase(options.database);
const client = createSyncClient({ kayleApiUrl: options.url, kayleApiKey: options.key });
const log = { info() {}, warn: say, error: say };
const syncer = startSyncer({
  ...database,
  client,
  clock: SYSTEM_CLOCK,
  settings: { ...SYNC_DEFAULTS, retention: { days: 30 }, ...options.settings },
  log,
});
let isStopping = false;
process.stdout.write(`leader ${syncer.leader}\n`);
process.once("SIGTERM", stop);

const told = { resync: 0, change: 0 };
while (!isStopping) {
  // The database may be closed while the questions are on their way.
  const [resync, change] = await Promise.all([readResync(), readChange()]).catch(
    (): [number, number] => [0, 0],
  );
  if (resync > told.resync) process.stdout.write(`resync ${resync}\n`);
  if (change > told.change) process.stdout.write(`change ${change}\n`);
  told.resync = Math.max(told.resync, resync);
  told.change = Math.max(told.change, change);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

async function readResync(): Promise<number> {
  const { fullResync } = await getSyncHistory(database.db);
  return fullResync?.lastFinished?.getTime() ?? 0;
}

async function readChange(): Promise<number> {
  const [row] = await readRows<{ last: number }>(
    database.db,
    sql`select coalesce(max(no), 0)::float8 as last from session_observations`,
  );
  return row?.last ?? 0;
}

function say(...words: unknown[]): void {
  process.stdout.write(`log ${JSON.stringify(words)}\n`);
}

async function stop(): Promise<void> {
  isStopping = true;
  await syncer.stop();
  await client.close();
  await database.close();
  process.exit(0);
}
