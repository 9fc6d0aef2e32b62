import "server-only";
import type { OpenDatabase } from "../db/db";
import { getDatabase } from "../db/get-db";
import { type AccessWriter, type ChainWriter, createAccessWriter } from "./access-writer";
import { type Journal, openJournal } from "./journal/open-journal";

export type AccessLog = {
  writer: ChainWriter;
  /** Null with a Postgres, which itself writes to the disk before it answers. */
  journal: Journal | null;
};

type AccessStore = {
  /** Put there by tests of routes that have no database. */
  __deskAccessWriter?: AccessWriter;
  __deskAccessLogs?: WeakMap<OpenDatabase["db"], AccessLog>;
};

/** Next evaluates a module several times in one process; a chain has one writer in each. */
const store = globalThis as typeof globalThis & AccessStore;

/** The writer of this process. Throws what opening the database throws. */
export async function getAccessWriter(): Promise<AccessWriter> {
  return store.__deskAccessWriter ?? getAccessLog(await getDatabase()).writer;
}

/** The access log of an opened database. */
export function getAccessLog({ db, folder }: OpenDatabase): AccessLog {
  store.__deskAccessLogs ??= new WeakMap();
  const known = store.__deskAccessLogs.get(db);
  if (known) return known;
  const journal = folder === null ? null : openJournal(folder);
  const log = { writer: createAccessWriter(db, journal), journal };
  store.__deskAccessLogs.set(db, log);
  return log;
}
