import "server-only";
import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";

function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date", precision: 3 });
}

/**
 * Who did what at the desk. Rows are only ever added, and a trigger of the migration refuses anything
 * else but the retention's own deletion. Each row's hash is an HMAC over its content and the hash before it.
 * People are named as they were called then, so that a row stays true when an account changes.
 */
export const accessLog = pgTable(
  "access_log",
  {
    /** 1, 2, 3, … without a gap; the writer gives it, so two writers cannot both continue one row. */
    no: bigint("no", { mode: "number" }).primaryKey(),
    at: instant("at").notNull(),
    event: text("event").notNull(),
    outcome: text("outcome").notNull(),
    /** Null where nobody was signed in. Not a reference: the log outlives every other table. */
    staffId: text("staff_id"),
    staffName: text("staff_name"),
    role: text("role"),
    signInId: text("sign_in_id"),
    sessionId: text("session_id"),
    /** The ticket or purpose that the person gave. */
    purpose: text("purpose"),
    requestId: text("request_id"),
    client: text("client").notNull(),
    details: jsonb("details").$type<Record<string, unknown>>().notNull(),
    /** HMAC-SHA-256 in hex, with a key that the database does not have. */
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    index("access_log_at").on(table.at),
    index("access_log_session").on(table.sessionId, table.no),
    index("access_log_staff").on(table.staffId, table.no),
    // Acts on several sessions at once, for the question who has looked at one of them.
    index("access_log_several")
      .using("gin", table.details.op("jsonb_path_ops"))
      .where(sql`session_id is null and event in ('lookup', 'export')`),
  ],
);
