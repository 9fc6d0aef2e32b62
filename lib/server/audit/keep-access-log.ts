import "server-only";
import { toCode } from "../db/database-fault-error";
import type { OpenDatabase } from "../db/db";
import { getDatabase } from "../db/get-db";
import { getLogger } from "../logger";
import { getAccessLog } from "./access-log";
import { findHead } from "./access-store";
import { removeOldAccess } from "./retention";

const EVERY_MS = 3_600_000;

/** Next evaluates this module several times in one process; there is one clock. */
const store = globalThis as typeof globalThis & {
  __deskAccessKeeper?: ReturnType<typeof setInterval>;
};

/**
 * Looks after the access log of this process from now on: at once, so that a start after a power cut
 * mends it before anybody asks, and every hour. Runs in every desk, whether or not it syncs.
 */
export async function startKeepingAccessLog(): Promise<void> {
  if (store.__deskAccessKeeper) return;
  store.__deskAccessKeeper = setInterval(() => void keepNow(), EVERY_MS).unref();
  await keepNow();
}

export function stopKeepingAccessLog(): void {
  clearInterval(store.__deskAccessKeeper);
  delete store.__deskAccessKeeper;
}

/** A fault here ends nothing: whoever then wants to read is refused, and the log says why. */
async function keepNow(): Promise<void> {
  try {
    await keepAccessLog(await getDatabase(), new Date());
  } catch (error) {
    const why = error instanceof Error && error.name === "JournalFaultError" ? error.message : null;
    getLogger().error({ fault: toCode(error), why }, "the access log could not be looked after");
  }
}

/**
 * Makes table and journal equal, removes what is too old, and says in the desk's own log where the
 * chain ends: kept elsewhere, that line shows a cut-off end.
 */
export async function keepAccessLog(database: OpenDatabase, now: Date): Promise<void> {
  const { db } = database;
  const { writer, journal } = getAccessLog(database);
  await writer.prepare();
  const removed = await removeOldAccess(db, journal, now);
  const { no, hash } = await findHead(db);
  getLogger().info({ head: `${no}:${hash}`, removed }, "the access log's head");
}
