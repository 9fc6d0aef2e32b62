import "server-only";
import { inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { kayleDeliveries, kayleEvents } from "../db/event-schema";
import { type Executor, isAnyOf, withIndexWriter } from "../index/index-writer";

/** Rows of one transaction: many would make a person's search wait. */
const EVENTS_AT_ONCE = 500;

/** They go with their sessions, and their deliveries with them. */
export async function removeEventsOf(
  tx: Pick<Executor, "delete">,
  sessionIds: readonly string[],
): Promise<void> {
  await removeWhere(tx, isAnyOf(kayleEvents.sessionId, sessionIds));
}

/** Those past their days, whose session the desk may never have seen; step by step. */
export async function removeEventsBefore(db: Db, moment: Date): Promise<void> {
  const condition = sql`${kayleEvents.id} in (select id from kayle_events
    where created_at < ${moment.toISOString()}::timestamptz limit ${EVENTS_AT_ONCE})`;
  for (;;) {
    const removed = await withIndexWriter(db, (tx) => removeWhere(tx, condition));
    if (removed < EVENTS_AT_ONCE) return;
  }
}

/**
 * The events first: that waits for whoever is writing deliveries of one, and the second statement
 * then sees them.
 */
async function removeWhere(tx: Pick<Executor, "delete">, condition: SQL): Promise<number> {
  const gone = await tx.delete(kayleEvents).where(condition).returning({ id: kayleEvents.id });
  const ids = gone.map(({ id }) => id);
  if (ids.length > 0) await tx.delete(kayleDeliveries).where(inArray(kayleDeliveries.eventId, ids));
  return ids.length;
}
