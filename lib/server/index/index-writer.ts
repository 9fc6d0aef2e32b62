import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";

/** The database, or one transaction of it. */
export type Executor = Pick<Db, "execute" | "select" | "insert" | "update" | "delete">;

/** Whoever writes the index holds it. Any number that nothing else there is likely to lock. */
const WRITER_LOCK = 7_305_801_915;

/**
 * A desk whose machine went down in the middle of a write still has its locks at the server; after
 * this they are free, well before another desk may take its lease.
 */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** Runs `write` in one transaction, after every other writer of the index, so that none waits for another's. */
export function withIndexWriter<T>(db: Db, write: (tx: Executor) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select
      set_config('idle_in_transaction_session_timeout', ${String(IDLE_IN_TRANSACTION_MS)}, true),
      pg_advisory_xact_lock(${WRITER_LOCK}::bigint)`);
    return write(tx);
  });
}

/** The rows of a statement; both drivers give them under `rows`, which Drizzle's type leaves open. */
export async function readRows<T>(db: Pick<Db, "execute">, query: SQL): Promise<T[]> {
  const result = (await db.execute(query)) as unknown as { rows: T[] };
  return result.rows;
}

/** `column = any of these texts`, as one parameter whatever their number. */
export function isAnyOf(column: SQL | { getSQL(): SQL }, texts: readonly string[]): SQL {
  const list = JSON.stringify(texts);
  return sql`${column} = any(array(select json_array_elements_text(${list}::json)))`;
}

/** Numbers as the text of a Postgres array, so that a list of any length is one parameter. */
export function toNumberList(numbers: readonly number[]): string {
  return `{${numbers.map((number) => Math.trunc(number)).join(",")}}`;
}
