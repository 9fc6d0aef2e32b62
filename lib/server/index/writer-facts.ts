import "server-only";
import { sql } from "drizzle-orm";
import { type Executor, readRows } from "./index-writer";

/** What a writer of the index has to know before it looks at any row. */
export type WriterFacts = {
  epoch: string;
  /** The change by which a session last went; null where none has gone. */
  lastGone: number | null;
  hasUnreadable: boolean;
};

/**
 * In one statement: between two, the database waits until this process has done what else it is at, and a
 * first fill has a thousand batches. Epoch and losses stay as they are while somebody has the writer's lock.
 */
export async function readWriterFacts(db: Pick<Executor, "execute">): Promise<WriterFacts> {
  const [row] = await readRows<{
    epoch: string | null;
    gone: number | string | null;
    unreadable: boolean;
  }>(
    db,
    sql`select (select value::text from sync_state where key = 'epoch') as epoch,
      (select max(change_no) from session_tombstones) as gone,
      exists (select 1 from unreadable_rows) as unreadable`,
  );
  return {
    epoch: row?.epoch ?? "",
    lastGone: row?.gone == null ? null : Number(row.gone),
    hasUnreadable: row?.unreadable ?? false,
  };
}
