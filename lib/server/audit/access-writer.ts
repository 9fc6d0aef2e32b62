import "server-only";
import { setImmediate } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { accessLog } from "../db/audit-schema";
import type { Db } from "../db/db";
import { getDatabase } from "../db/get-db";
import { getEnv } from "../env";
import {
  type AccessLogKey,
  type AccessRow,
  CHAIN_START,
  type ChainHead,
  isIntact,
  toAccessLogKey,
  toAccessRow,
} from "./access-chain";
import { type AccessEntry, UNKNOWN_ORIGIN } from "./access-entry";
import { findLastRow, insertRows } from "./access-store";

export type AccessWriter = {
  /** Resolves when the entry is in the database. Rejects when it could not be written. */
  append(entry: AccessEntry): Promise<void>;
};

/** Rows that are written at once, at most. */
const ROWS_AT_ONCE = 200;
/** Entries that wait for a database that hangs; whoever made them was told long ago. */
const WAITING_MAX = 5_000;

/** An entry and when it was made. */
type Timed = { entry: AccessEntry; at: Date };
type Waiting = Timed & { resolve: () => void; reject: (error: unknown) => void };

/** What the desk itself does to the log. */
export const BY_DESK = {
  ...UNKNOWN_ORIGIN,
  outcome: "done",
  actor: { id: null, name: "Session Desk", role: null, signInId: null },
  sessionId: null,
  requestId: null,
  details: {},
} as const satisfies Omit<AccessEntry, "event">;

type WriterStore = {
  /** Put there by tests of routes that have no database. */
  __deskAccessWriter?: AccessWriter;
  __deskAccessWriters?: WeakMap<Db, AccessWriter>;
};

/** Next evaluates a module several times in one process; a chain has one writer in each. */
const store = globalThis as typeof globalThis & WriterStore;

/** The writer of this process. Throws what opening the database throws. */
export async function getAccessWriter(): Promise<AccessWriter> {
  if (store.__deskAccessWriter) return store.__deskAccessWriter;
  const { db } = await getDatabase();
  store.__deskAccessWriters ??= new WeakMap();
  const known = store.__deskAccessWriters.get(db);
  if (known) return known;
  const writer = createAccessWriter(db, toAccessLogKey(getEnv().accessLogSecret));
  store.__deskAccessWriters.set(db, writer);
  return writer;
}

/**
 * Continues the chain, one batch after the other: what comes in while a batch is being written is
 * the next batch, so that a crowd costs little more than one person.
 */
export function createAccessWriter(
  db: Db,
  key: AccessLogKey,
  now: () => Date = () => new Date(),
): AccessWriter {
  const waiting: Waiting[] = [];
  let head: ChainHead | null = null;
  let isWriting = false;

  async function write(batch: readonly Waiting[]): Promise<void> {
    const rows = head && toChain(batch, head, key);
    const last = rows && (await insertRows(db, rows)) ? rows.at(-1) : undefined;
    head = last ?? (await db.transaction((tx) => appendLocked(tx, key, batch)));
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      // Whoever else is served in this turn of the event loop joins the batch.
      await setImmediate();
      const batch = waiting.splice(0, ROWS_AT_ONCE);
      try {
        await write(batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        head = null;
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  return {
    append(entry) {
      return new Promise((resolve, reject) => {
        if (waiting.length >= WAITING_MAX) {
          reject(new Error("Too much waits for the access log."));
          return;
        }
        waiting.push({ entry, at: now(), resolve, reject });
        if (!isWriting) void writeAll();
      });
    },
  };
}

/**
 * Continues the chain where it ends, with every other writer held off until the transaction is over.
 * Where the last row was not sealed with `key`, the first one added says so.
 *
 * @returns the new end
 */
export async function appendLocked(
  tx: Db,
  key: AccessLogKey,
  entries: readonly Timed[],
): Promise<ChainHead> {
  await tx.execute(sql`lock table ${accessLog} in share row exclusive mode`);
  const last = await findLastRow(tx);
  const isKeyChanged = last !== null && !isIntact(last, key);
  const change: Timed = { entry: { ...BY_DESK, event: "key_change" }, at: new Date() };
  const rows = toChain(isKeyChanged ? [change, ...entries] : entries, last ?? CHAIN_START, key);
  if (!(await insertRows(tx, rows))) throw new Error("The access log did not take its next rows.");
  return rows.at(-1) ?? last ?? CHAIN_START;
}

function toChain(entries: readonly Timed[], head: ChainHead, key: AccessLogKey): AccessRow[] {
  const rows: AccessRow[] = [];
  let last = head;
  for (const { entry, at } of entries) {
    const row = toAccessRow(entry, last, { at, key });
    rows.push(row);
    last = row;
  }
  return rows;
}
