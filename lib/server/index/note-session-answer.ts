import "server-only";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { getLogger } from "../logger";
import { describeFault } from "../sync/describe-fault";
import type { SessionAnswer } from "../upstream/types";
import { recordSessionGone, recordSessionRead } from "./record-session-read";

/** While the database is slow, more than so many are left to the sync. */
const PENDING_MAX = 64;

// Next evaluates a module several times in one process.
const store = globalThis as typeof globalThis & { __deskNotesPending?: number };

/**
 * The door that each answer about one session passes, whoever asked: the index has it a moment later.
 * Nobody waits for that, and a database that fails takes no answer from anybody.
 */
export function noteSessionAnswer(answer: SessionAnswer): void {
  const pending = store.__deskNotesPending ?? 0;
  if (pending >= PENDING_MAX) return;
  store.__deskNotesPending = pending + 1;
  void note(answer).finally(() => {
    store.__deskNotesPending = (store.__deskNotesPending ?? 1) - 1;
  });
}

async function note({ id, session, askedAt }: SessionAnswer): Promise<void> {
  try {
    const db = await getDb();
    if (session === null) return await recordSessionGone(db, id, askedAt);
    const retention = { days: getEnv().retentionDays };
    await recordSessionRead(db, session, { readAt: askedAt, now: new Date(), retention });
  } catch (error) {
    getLogger().warn(describeFault(error), "a read could not be noted in the index");
  }
}
