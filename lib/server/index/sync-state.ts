import "server-only";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { syncState } from "../db/index-schema";
import { type Executor, readRows } from "./index-writer";

/** Another desk has become the holder meanwhile: nothing more may be written by this one. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";

  constructor() {
    super("Another desk has taken over the sync.");
  }
}

/** What was kept under `key`; null where nothing was, or where an older desk wrote another form. */
export async function findState<T>(
  db: Pick<Executor, "select">,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const [row] = await db
    .select({ value: syncState.value })
    .from(syncState)
    .where(eq(syncState.key, key));
  const parsed = schema.safeParse(row?.value);
  return parsed.success ? parsed.data : null;
}

/** Keeps `value` under `key`. @throws LeaseLostError when `holder` no longer holds the sync. */
export async function saveState(
  db: Pick<Executor, "execute">,
  key: string,
  value: unknown,
  holder: string,
): Promise<void> {
  const saved = await readRows(
    db,
    sql`insert into sync_state (key, value, updated_at)
      select ${key}, ${JSON.stringify(value)}::jsonb, clock_timestamp() from leases
      where name = ${SYNC_LEASE} and holder = ${holder}
      on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at
      returning key`,
  );
  if (saved.length === 0) throw new LeaseLostError();
}

/** The lease without which nobody may write down where the sync stands. */
export const SYNC_LEASE = "sync";
