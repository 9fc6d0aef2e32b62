import "server-only";
import { sql } from "drizzle-orm";
import { type Executor, readRows } from "./index-writer";

/** What a writer of the index has to know before it looks at any row. */
export type WriterFacts = { epoch: string; hasTombstones: boolean; hasUnreadable: boolean };

/**
 * Under the writer's lock. In one statement: between two, the database waits until this process has done
 * what else it is at, and a first fill has a thousand batches.
 */
export async function readWriterFacts(tx: Pick<Executor, "execute">): Promise<WriterFacts> {
  const [row] = await readRows<{ epoch: string | null; gone: boolean; unreadable: boolean }>(
    tx,
    sql`select (select value::text from sync_state where key = 'epoch') as epoch,
      exists (select 1 from session_tombstones) as gone,
      exists (select 1 from unreadable_rows) as unreadable`,
  );
  return {
    epoch: row?.epoch ?? "",
    hasTombstones: row?.gone ?? false,
    hasUnreadable: row?.unreadable ?? false,
  };
}
