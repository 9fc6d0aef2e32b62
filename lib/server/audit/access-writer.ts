import "server-only";
import type { Db } from "../db/db";
import type { AccessEntry } from "./access-entry";
import { type AccessRow, type ChainHead, ROWS_AT_ONCE, toAccessRow } from "./access-row";
import { findHead, insertRows } from "./access-store";
import type { AccessJournal, ChainStore } from "./chain-store";
import { createJournaledStore } from "./journal/journaled-store";

export type AccessWriter = {
  /** Resolves when the entry cannot be lost any more. Rejects when it could not be written. */
  append(entry: AccessEntry): Promise<void>;
};

export type ChainWriter = AccessWriter & {
  /** Makes journal and table equal where they may differ, before anybody waits for it. */
  prepare(): Promise<void>;
};

/** Entries that wait for a database that hangs; whoever made them was told long ago. */
const WAITING_MAX = 5_000;
/** With several desks on one database, another may be faster so many times in a row. */
const TRIES_MAX = 40;

type Waiting = {
  entry: AccessEntry;
  at: Date;
  resolve: () => void;
  reject: (error: unknown) => void;
};

/**
 * Continues the chain, one batch after the other: what comes in while a batch is being written is
 * the next batch, so that a crowd costs little more than one person.
 */
export function createAccessWriter(
  db: Db,
  journal: AccessJournal | null,
  now: () => Date = () => new Date(),
): ChainWriter {
  const store = journal ? createJournaledStore(db, journal) : toPlainStore(db);
  const waiting: Waiting[] = [];
  let head: ChainHead | null = null;
  let isWriting = false;

  async function prepare(): Promise<void> {
    if (await store.prepare()) head = null;
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    await prepare();
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      head ??= await findHead(db);
      const rows = toChain(batch, head);
      const isAdded = await store.add(rows);
      head = isAdded ? toHead(rows, head) : null;
      if (isAdded) return;
    }
    throw new Error("Other desks kept continuing the access log.");
  }

  async function writeAll(): Promise<void> {
    for (let batch = waiting.splice(0, ROWS_AT_ONCE); batch.length > 0; ) {
      try {
        await write(batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        head = null;
        for (const { reject } of batch) reject(error);
      }
      batch = waiting.splice(0, ROWS_AT_ONCE);
    }
  }

  /** Nothing is written while `act` runs but by itself; what came in meanwhile follows. */
  async function inTurn(act: () => Promise<void>): Promise<void> {
    isWriting = true;
    try {
      await act();
    } finally {
      isWriting = false;
      if (waiting.length > 0) void inTurn(writeAll);
    }
  }

  return {
    append(entry) {
      return new Promise((resolve, reject) => {
        if (waiting.length >= WAITING_MAX) {
          reject(new Error("Too much waits for the access log."));
          return;
        }
        waiting.push({ entry, at: now(), resolve, reject });
        if (!isWriting) void inTurn(writeAll);
      });
    },
    async prepare() {
      // A batch that is being written has seen to it already.
      if (!isWriting) await inTurn(prepare);
    },
  };
}

/** The table alone: a Postgres writes to the disk before it answers. */
function toPlainStore(db: Db): ChainStore {
  return { prepare: async () => false, add: (rows) => insertRows(db, rows) };
}

function toChain(batch: readonly Waiting[], head: ChainHead): AccessRow[] {
  const rows: AccessRow[] = [];
  let last = head;
  for (const { entry, at } of batch) {
    const row = toAccessRow(entry, last, at);
    rows.push(row);
    last = row;
  }
  return rows;
}

function toHead(rows: readonly AccessRow[], before: ChainHead): ChainHead {
  const last = rows.at(-1) ?? before;
  return { no: last.no, hash: last.hash };
}
