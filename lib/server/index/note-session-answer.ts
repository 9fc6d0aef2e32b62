import "server-only";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { getLogger } from "../logger";
import { describeFault } from "../sync/describe-fault";
import type { SessionAnswer } from "../upstream/types";
import { recordSessionGone, recordSessionRead } from "./record-session-read";

/** While the database is slow, more than so many are left to the sync. */
const PENDING_MAX = 64;
const TELL_EVERY_MS = 60_000;

// Next evaluates a module several times in one process.
type Notes = { pending: Set<Promise<void>>; dropped: number; toldAtMs: number };
const store = globalThis as typeof globalThis & { __deskNotes?: Notes };

/**
 * The door that each answer about one session passes, whoever asked: the index has it a moment later.
 * Nobody waits for that, and a database that fails takes no answer from anybody.
 */
export function noteSessionAnswer(answer: SessionAnswer): void {
  const { pending } = getNotes();
  if (pending.size >= PENDING_MAX) {
    tellDropped(getNotes());
    return;
  }
  const noting = note(answer, new Date()).finally(() => pending.delete(noting));
  pending.add(noting);
}

/** Waits until what was answered so far is in the index. */
export async function settleNotes(): Promise<void> {
  await Promise.all(getNotes().pending);
}

/** Answers that were left to the sync since the process started. */
export function countDroppedNotes(): number {
  return getNotes().dropped;
}

function getNotes(): Notes {
  store.__deskNotes ??= { pending: new Set(), dropped: 0, toldAtMs: Number.NEGATIVE_INFINITY };
  return store.__deskNotes;
}

/** At once and then at most once a minute: a slow database must not fill the log as well. */
function tellDropped(notes: Notes): void {
  notes.dropped += 1;
  const nowMs = performance.now();
  if (nowMs - notes.toldAtMs < TELL_EVERY_MS) return;
  notes.toldAtMs = nowMs;
  const { dropped } = notes;
  getLogger().warn({ dropped }, "the database is slow: reads are left to the sync to note");
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
