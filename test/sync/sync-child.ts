import { openDatabase } from "@/lib/server/db/open-database";
import { createSyncClient } from "@/lib/server/sync/run-in-server";
import { startSyncer } from "@/lib/server/sync/start-syncer";
import { getSyncHistory } from "@/lib/server/sync/status";
import { SYSTEM_CLOCK } from "@/lib/server/sync/sync-clock";
import { SYNC_DEFAULTS } from "@/lib/server/sync/sync-settings";
import type { ChildOptions } from "./spawn-sync";

/**
 * A desk that only syncs, as a process of its own that a test can kill. Prints `pass <ms>` for each
 * finished pass over everything, by the moment when it began.
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
process.stdout.write(`holder ${syncer.holder}\n`);
process.once("SIGTERM", stop);

let told = 0;
while (!isStopping) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  // The database may be closed while the question is on its way.
  const { fullPass } = await getSyncHistory(database.db).catch(() => ({ fullPass: null }));
  const startedAt = fullPass?.lastFinished?.getTime() ?? 0;
  if (startedAt > told) process.stdout.write(`pass ${startedAt}\n`);
  told = Math.max(told, startedAt);
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
