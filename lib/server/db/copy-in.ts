import "server-only";
import { once } from "node:events";
import type { ClientBase } from "pg";
import { from } from "pg-copy-streams";
import type { Db } from "./db";
import type { PgliteQueries } from "./pglite-client";

/** A transaction of either engine. */
export type CopyTarget = Pick<Db, "_">;

/**
 * Runs `COPY … FROM STDIN (FORMAT binary)` in a transaction. `rows` come from `createCopyRows`. A row whose
 * key is there already fails the statement, and with it the transaction, as Postgres has no COPY that
 * passes over one.
 */
export async function copyIn(
  tx: CopyTarget,
  statement: string,
  rows: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const client = clientOf(tx);
  if ("copyIn" in client) return client.copyIn(statement, rows);
  const stream = client.query(from(statement));
  const finished = once(stream, "finish");
  stream.end(rows);
  await finished;
}

/**
 * Drizzle has no way to COPY, so this asks for the connection that the transaction is on. Its sessions keep
 * it under `client`, which their common type leaves out; tests copy with both engines.
 */
function clientOf(tx: CopyTarget): PgliteQueries | ClientBase {
  return (tx._.session as unknown as { client: PgliteQueries | ClientBase }).client;
}
