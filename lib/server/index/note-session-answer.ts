import "server-only";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { getLogger } from "../logger";
import { describeFault } from "../sync/describe-fault";
import type { SessionAnswer } from "../upstream/types";
import { recordSessionGone, recordSessionReads } from "./record-session-read";

/** Answers come in crowds, and a crowd costs the database little more than one. */
const COLLECT_MS = 100;
/** While the database is slow, more than so many are left to the sync. */
const WAITING_MAX = 1_000;
const TELL_EVERY_MS = 60_000;

type Notes = {
  collected: SessionAnswer[];
  timer: NodeJS.Timeout | undefined;
  /** The batches before, one after the other; never rejects. */
  written: Promise<void>;
  /** Answers that are collected or being written. */
  waiting: number;
  dropped: number;
  toldAtMs: number;
};

// Next evaluates a module several times in one process.
const store = globalThis as typeof globalThis & { __deskNotes?: Notes };

/**
 * Each answer about one session comes here, whoever asked: the index has it a moment later. Nobody
 * waits for that, and a database that fails takes no answer from anybody.
 */
export function noteSessionAnswer(answer: SessionAnswer): void {
  const notes = getNotes();
  if (notes.waiting >= WAITING_MAX) {
    tellDropped(notes);
    return;
  }
  notes.waiting += 1;
  notes.collected.push(answer);
  notes.timer ??= setTimeout(() => void write(notes), COLLECT_MS).unref();
}

/** Waits until what was answered so far is in the index. */
export async function settleNotes(): Promise<void> {
  await write(getNotes());
}

/** Answers that were left to the sync since the process started. */
export function countDroppedNotes(): number {
  return getNotes().dropped;
}

function getNotes(): Notes {
  store.__deskNotes ??= {
    collected: [],
    timer: undefined,
    written: Promise.resolve(),
    waiting: 0,
    dropped: 0,
    toldAtMs: Number.NEGATIVE_INFINITY,
  };
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

function write(notes: Notes): Promise<void> {
  clearTimeout(notes.timer);
  notes.timer = undefined;
  const batch = notes.collected.splice(0);
  if (batch.length > 0) {
    notes.written = notes.written
      .then(() => noteAll(batch))
      .finally(() => {
        notes.waiting -= batch.length;
      });
  }
  return notes.written;
}

async function noteAll(batch: readonly SessionAnswer[]): Promise<void> {
  try {
    const db = await getDb();
    const options = { now: new Date(), retention: { days: getEnv().retentionDays } };
    for (const source of new Set(batch.map((answer) => answer.source))) {
      const reads = batch.flatMap(({ session, askedAt, source: from }) =>
        session !== null && from === source ? [{ session, readAt: askedAt }] : [],
      );
      await recordSessionReads(db, reads, { ...options, source });
    }
    for (const { id, session, askedAt } of batch) {
      if (session === null) await recordSessionGone(db, id, askedAt);
    }
  } catch (error) {
    getLogger().warn(describeFault(error), "reads could not be noted in the index");
  }
}
