import "server-only";
import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
}

/**
 * What Kayle told of sessions to the integrator's webhooks: that it told, never what. Gone with the
 * session, and after the same days at the latest.
 */
export const kayleEvents = pgTable(
  "kayle_events",
  {
    id: text("id").primaryKey(),
    sessionId: text("session_id").notNull(),
    type: text("type").notNull(),
    /** Kayle's clock. */
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    index("kayle_events_session").on(table.sessionId),
    index("kayle_events_created").on(table.createdAt),
  ],
);

/** How each event came, or did not come, to each endpoint; Kayle's own values. */
export const kayleDeliveries = pgTable(
  "kayle_deliveries",
  {
    id: text("id").primaryKey(),
    /**
     * No foreign key: its check keeps the plan of the first row, a scan of the whole table, and made
     * 20,000 events come in sixteen times slower. `remove-events.ts` takes both away.
     */
    eventId: text("event_id").notNull(),
    endpointId: text("endpoint_id").notNull(),
    status: text("status").notNull(),
    lastStatusCode: integer("last_status_code"),
    attemptCount: integer("attempt_count").notNull(),
    lastAttemptAt: instant("last_attempt_at"),
    nextAttemptAt: instant("next_attempt_at"),
    payloadExpiresAt: instant("payload_expires_at"),
    payloadScrubbedAt: instant("payload_scrubbed_at"),
    payloadRetentionReason: text("payload_retention_reason"),
    /** When the answer that this row was written from had been asked for; the desk's clock. */
    readAt: instant("read_at").notNull(),
  },
  (table) => [
    index("kayle_deliveries_event").on(table.eventId),
    index("kayle_deliveries_open")
      .on(table.readAt)
      .where(sql`${table.status} not in ('succeeded', 'failed')`),
  ],
);
