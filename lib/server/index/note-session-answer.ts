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
const store = globalThis as typeof globalThis & { __deskNotes?: Set<Promise<void>> };

/**
 * The door that each answer about one session passes, whoever asked: the index has it a moment later.
 * Nobody waits for that, and a database that fails takes no answer from anybody.
 */
export function noteSessionAnswer(answer: SessionAnswer): void {
  const pending = getPending();
  if (pending.size >= PENDING_MAX) return;
  const noting = note(answer, new Date()).finally(() => pending.delete(noting));
  pending.add(noting);
}

/** Waits until what was answered so far is in the index. */
export async function settleNotes(): Promise<void> {
  await Promise.all(getPending());
}

function getPending(): Set<Promise<void>> {
  store.__deskNotes ??= new Set();
  return store.__deskNotes;
}

async function note({ id, session, askedAt, source }: SessionAnswer, now: Date): Promise<void> {
  try {
    const db = await getDb();
    if (session === null) return await recordSessionGone(db, id, askedAt);
    const retention = { days: getEnv().retentionDays };
    await recordSessionRead(db, session, { readAt: askedAt, now, retention, source });
  } catch (error) {
    getLogger().warn(describeFault(error), "a read could not be noted in the index");
  }
}
