import "server-only";
import { lt } from "drizzle-orm";
import { kayleEvents } from "../db/event-schema";
import { type Executor, isAnyOf } from "../index/index-writer";

/** They go with their sessions, and their deliveries with them. */
export async function removeEventsOf(
  tx: Pick<Executor, "delete">,
  sessionIds: readonly string[],
): Promise<void> {
  await tx.delete(kayleEvents).where(isAnyOf(kayleEvents.sessionId, sessionIds));
}

/** Those past their days, whose session the desk may never have seen. */
export async function removeEventsBefore(
  db: Pick<Executor, "delete">,
  moment: Date,
): Promise<void> {
  await db.delete(kayleEvents).where(lt(kayleEvents.createdAt, moment));
}
