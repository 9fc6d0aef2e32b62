import "server-only";
import { getDatabaseEnv, isBuilding } from "../env";
import type { Db, OpenDatabase } from "./db";
import { openDatabase } from "./open-database";

// Next evaluates a module several times in one process; a second opener would damage the folder.
const store = globalThis as typeof globalThis & { __deskDatabase?: Promise<OpenDatabase> };

/**
 * The desk's database, opened and migrated on the first call. Throws while the app is being built,
 * `DataDirLockedError` when another process has the folder, and whatever the engine throws.
 */
export async function getDb(): Promise<Db> {
  return (await getDatabase()).db;
}

/** The same with the engine's name. */
export async function getDatabase(): Promise<OpenDatabase> {
  if (isBuilding()) throw new Error("The database stays closed while the app is being built.");
  store.__deskDatabase ??= open();
  return store.__deskDatabase;
}

/** Waits for what is being written and frees the folder. Harmless when nothing is open. */
export async function closeDb(): Promise<void> {
  const opened = store.__deskDatabase;
  store.__deskDatabase = undefined;
  await (await opened)?.close();
}

async function open(): Promise<OpenDatabase> {
  try {
    return await openDatabase(getDatabaseEnv());
  } catch (error) {
    // The next caller may try again: a Postgres that was away comes back.
    store.__deskDatabase = undefined;
    throw error;
  }
}
