import "server-only";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Executor, readRows } from "./index-writer";

/**
 * While it stays the same, numbers of the dictionaries stand for what they stood for, and an image of
 * the table can be followed change by change. Empty before the first.
 */
export async function readEpoch(db: Pick<Executor, "execute">): Promise<string> {
  const [row] = await readRows<{ epoch: string }>(
    db,
    sql`select value::text as epoch from sync_state where key = 'epoch'`,
  );
  return row?.epoch ?? "";
}

/** Tells whoever keeps an image or numbers that they must be read anew. Under the writer's lock. */
export async function renewEpoch(tx: Pick<Executor, "execute">): Promise<void> {
  const epoch = JSON.stringify({ id: randomUUID() });
  await tx.execute(sql`insert into sync_state (key, value, updated_at)
    values ('epoch', ${epoch}::jsonb, clock_timestamp())
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`);
}
