import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";

/** The database, or one transaction of it. */
export type Executor = Pick<Db, "execute" | "select" | "insert" | "update" | "delete" | "_">;

/** Whoever writes the index holds it. Any number that nothing else there is likely to lock. */
export const WRITER_LOCK = 7_305_801_915;

/**
 * Runs `write` in one transaction, after every other writer of the index: sums of counts cannot
 * interlock, and change numbers become visible in their order.
 */
export function withIndexWriter<T>(db: Db, write: (tx: Executor) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${WRITER_LOCK}::bigint)`);
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
