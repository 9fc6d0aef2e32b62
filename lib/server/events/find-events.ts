import "server-only";
import { asc, eq, inArray, sql } from "drizzle-orm";
import type { KayleDelivery, KayleEvent } from "@/lib/domain/kayle-event";
import type { Db } from "../db/db";
import { kayleDeliveries, kayleEvents } from "../db/event-schema";
import { readRows } from "../index/index-writer";

/** An event as the desk keeps it. */
export type StoredEvent = KayleEvent & {
  /** When its deliveries were last asked for, of all the longest ago; null without deliveries. */
  deliveriesReadAt: Date | null;
};

type DeliveryRow = typeof kayleDeliveries.$inferSelect;

/** What Kayle told of a session, oldest first, each event with its deliveries by endpoint. */
export async function findEvents(
  db: Pick<Db, "select">,
  sessionId: string,
): Promise<StoredEvent[]> {
  const events = await db
    .select()
    .from(kayleEvents)
    .where(eq(kayleEvents.sessionId, sessionId))
    .orderBy(asc(kayleEvents.createdAt), asc(kayleEvents.id));
  if (events.length === 0) return [];
  const ids = events.map(({ id }) => id);
  const deliveries = await db
    .select()
    .from(kayleDeliveries)
    .where(inArray(kayleDeliveries.eventId, ids))
    .orderBy(asc(kayleDeliveries.endpointId), asc(kayleDeliveries.id));
  return events.map(({ id, type, createdAt }) => {
    const own = deliveries.filter(({ eventId }) => eventId === id);
    return {
      id,
      type,
      trigger_type: "verification_session",
      trigger_id: sessionId,
      created_at: createdAt.toISOString(),
      deliveries: own.map(toDelivery),
      deliveriesReadAt: toOldestRead(own),
    };
  });
}

/** The event of a delivery of this session; null where the desk knows no such delivery. */
export async function findEventOfDelivery(
  db: Pick<Db, "execute">,
  sessionId: string,
  deliveryId: string,
): Promise<string | null> {
  const [row] = await readRows<{ event_id: string }>(
    db,
    sql`select d.event_id from kayle_deliveries d join kayle_events e on e.id = d.event_id
      where d.id = ${deliveryId} and e.session_id = ${sessionId}`,
  );
  return row?.event_id ?? null;
}

function toDelivery(row: DeliveryRow): KayleDelivery {
  const toIso = (time: Date | null) => time?.toISOString() ?? null;
  return {
    id: row.id,
    webhook_endpoint_id: row.endpointId,
    status: row.status,
    last_status_code: row.lastStatusCode,
    attempt_count: row.attemptCount,
    last_attempt_at: toIso(row.lastAttemptAt),
    next_attempt_at: toIso(row.nextAttemptAt),
    payload_expires_at: toIso(row.payloadExpiresAt),
    payload_scrubbed_at: toIso(row.payloadScrubbedAt),
    payload_retention_reason: row.payloadRetentionReason,
  };
}

function toOldestRead(rows: readonly DeliveryRow[]): Date | null {
  const times = rows.map(({ readAt }) => readAt.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}
