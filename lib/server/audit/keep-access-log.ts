import "server-only";
import { toCode } from "../db/database-fault-error";
import type { Db } from "../db/db";
import { getDatabase } from "../db/get-db";
import { getEnv } from "../env";
import { getLogger } from "../logger";
import { type AccessLogKey, toAccessLogKey } from "./access-chain";
import { findHead } from "./access-store";
import { appendLocked } from "./access-writer";
import { removeOldAccess } from "./retention";

const EVERY_MS = 3_600_000;

/** Next evaluates this module several times in one process; there is one clock. */
const store = globalThis as typeof globalThis & {
  __deskAccessKeeper?: ReturnType<typeof setInterval>;
};

/**
 * Looks after the access log of this process from now on: at once and every hour. Runs in every desk, whether or not it syncs.
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
    const { db } = await getDatabase();
    await keepAccessLog(db, toAccessLogKey(getEnv().accessLogSecret), new Date());
  } catch (error) {
    getLogger().error({ fault: toCode(error) }, "the access log could not be looked after");
  }
}

/**
 * Notes a change of the key, removes what is too old, and says in the desk's own log where the chain
 * ends: kept elsewhere, that line shows a cut-off end.
 */
async function keepAccessLog(db: Db, key: AccessLogKey, now: Date): Promise<void> {
  await db.transaction((tx) => appendLocked(tx, key, []));
  const removed = await removeOldAccess(db, key, now);
  const { no, hash } = await findHead(db);
  getLogger().info({ head: `${no}:${hash}`, removed }, "the access log's head");
}
