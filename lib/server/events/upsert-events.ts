import "server-only";
import { sql } from "drizzle-orm";
import type { KayleEvent } from "@/lib/domain/kayle-event";
import { isSessionId } from "@/lib/domain/session-id";
import type { Db } from "../db/db";
import { sessionIndex } from "../db/index-schema";
import { type Executor, isAnyOf, withIndexWriter } from "../index/index-writer";
import { type Retention, toOldestEnd } from "../index/retention";
import { findTombstones } from "../index/tombstones";
import { writeDeliveries } from "./write-deliveries";

type UpsertEventsOptions = {
  /** When the events were asked for. */
  askedAt: Date;
  now: Date;
  retention: Retention;
  /**
   * Runs in the same transaction, after the rows: a checkpoint that must not come without them. By itself
   * where there is none to write, without waiting for other writers.
   */
  alongside?: ((tx: Executor) => Promise<void>) | undefined;
};

/**
 * Brings in events with their deliveries, all or none; those that came before change nothing. Passed by are events of anything but a session (server 1.6.0 makes
 * `verification.attempt.*`), those past their retention, and those of sessions that Kayle has deleted. In
 * turn with the writers of the index, so that nothing comes in while its session goes.
 */
export async function upsertEvents(
  db: Db,
  events: readonly KayleEvent[],
  { askedAt, now, retention, alongside }: UpsertEventsOptions,
): Promise<void> {
  const wanted = events.filter((event) => isOfSession(event) && !isOld(event, now, retention));
  if (wanted.length === 0) {
    await alongside?.(db);
    return;
  }
  await withIndexWriter(db, async (tx) => {
    await writeEvents(tx, await leaveOutDeleted(tx, wanted), askedAt);
    await alongside?.(tx);
  });
}

function isOfSession({ trigger_type, trigger_id }: KayleEvent): boolean {
  return trigger_type === "verification_session" && isSessionId(trigger_id);
}

/** An event comes within moments of the end that it tells of, so it has the days of its session. */
function isOld({ created_at }: KayleEvent, now: Date, retention: Retention): boolean {
  return Date.parse(created_at) < toOldestEnd(now, retention).getTime();
}

/** A tombstone stays where Kayle shows the session again, so the index has the last word. */
async function leaveOutDeleted(
  tx: Executor,
  events: readonly KayleEvent[],
): Promise<readonly KayleEvent[]> {
  const gone = await findTombstones(tx, [...new Set(events.map((event) => event.trigger_id))]);
  if (gone.size === 0) return events;
  const there = await tx
    .select({ id: sessionIndex.id })
    .from(sessionIndex)
    .where(isAnyOf(sessionIndex.id, [...gone.keys()]));
  for (const { id } of there) gone.delete(id);
  return events.filter((event) => !gone.has(event.trigger_id));
}

async function writeEvents(
  tx: Executor,
  events: readonly KayleEvent[],
  askedAt: Date,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ id, type, created_at, trigger_id: session_id }) => {
    return { id, type, created_at, session_id };
  });
  await tx.execute(sql`insert into kayle_events (id, session_id, type, created_at)
    select id, session_id, type, created_at from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(id text, session_id text, type text, created_at timestamptz)
    on conflict (id) do nothing`);
  const reads = events.flatMap((event) =>
    event.deliveries.map((delivery) => ({ eventId: event.id, delivery, askedAt })),
  );
  await writeDeliveries(tx, reads, { isSummary: true });
}
