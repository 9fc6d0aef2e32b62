import "server-only";
import { sql } from "drizzle-orm";
import { bigserial, index, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type { ObservedChange, ReadSource, ReadState } from "../../domain/observation";

function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
}

/**
 * What the desk saw change, a row for each read that showed a change and for the first sight of an
 * open session. Gone with its session. Never a link or a text of the integrator: see `ReadState`.
 */
export const sessionObservations = pgTable(
  "session_observations",
  {
    /** Grows in the order in which they were written, which may not be that of the reads. */
    no: bigserial("no", { mode: "number" }).primaryKey(),
    sessionId: text("session_id").notNull(),
    /** When the answer was there. */
    readAt: instant("read_at").notNull(),
    /** When the last read that showed the state before was asked for; null for the first sight. */
    previousReadAt: instant("previous_read_at"),
    source: text("source").$type<ReadSource>().notNull(),
    changes: jsonb("changes").$type<ObservedChange[]>().notNull().default(sql`'[]'::jsonb`),
    state: jsonb("state").$type<ReadState>().notNull(),
  },
  (table) => [
    index("session_observations_session").on(table.sessionId),
    // Old ones are looked for every minute.
    index("session_observations_read").on(table.readAt),
  ],
);
